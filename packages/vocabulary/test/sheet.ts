/**
 * Many edits measured in one render. The picture is a sheet of equal tiles; each tile has an edit of its own, an instance
 * of its modules through a rectangle within the tile. What is outside of all rectangles must stay as it was.
 */
import { makeScene, writePng } from '@chemigram/scene';
import type { FloatPicture } from '@chemigram/renderer';
import sharp from 'sharp';
import type { ModuleSetting } from '../src/index.ts';
import { CHART_HEIGHT, paintChart } from './chart.ts';
import { openDevelopment, type Edit } from './develop.ts';
import { largestChange } from './measures.ts';

/** Pixels between a tile's edge and its edit. */
const FRAME = 8;
/** Pixels on either side of an edit's edge that are neither inside nor outside: its soft border, and how it is drawn. */
const SOFT = 4;
/** From a tile's edge to what is measured as inside. */
const MARGIN = FRAME + SOFT;
const SCENE = { width: 160, height: 108 };
const TILE = { width: SCENE.width, height: SCENE.height + CHART_HEIGHT + MARGIN };
const COLUMNS = 4;
const ROWS = 4;
/** Tiles of a sheet. More cost more than they save: every instance works on the whole sheet. */
const PER_SHEET = COLUMNS * ROWS;
const SHEET = { width: COLUMNS * TILE.width, height: ROWS * TILE.height };
/** What one edit did. */
export interface Probed {
  /** The part of its tile that it covers wholly, without it and with it. */
  readonly before: FloatPicture;
  readonly after: FloatPicture;
  /** The largest change of its tile where its mask is 0. */
  readonly outside: number;
}

export interface Sheets {
  readonly version: string;
  /** The tile as it is without an edit. */
  readonly plain: FloatPicture;
  /** Develops each of the edits on a tile of its own, sixteen to a render. */
  probe(edits: readonly (readonly ModuleSetting[])[]): Promise<Probed[]>;
  /** Develops each of the edits on a tile that is the whole picture, in a render of its own. */
  alone(edits: readonly (readonly ModuleSetting[])[]): Promise<Probed[]>;
  /** The tile with all of these edits over the whole picture, one after the other. */
  whole(edits: readonly (readonly ModuleSetting[])[]): Promise<FloatPicture>;
  close(): Promise<void>;
}

/** Opens the installed darktable, or the one of CHEMIGRAM_DARKTABLE, for sheets of the generated scene and a chart. */
export async function openSheets(env: NodeJS.ProcessEnv = process.env): Promise<Sheets> {
  const tile = await paintTile();
  const sheet = await sharp({ create: { ...SHEET, channels: 3, background: 'black' } })
    .composite([{ input: Buffer.from(tile), tile: true, gravity: 'northwest' }])
    .png()
    .toBuffer();
  const onTile = await openDevelopment(tile, env);
  const onSheet = await openDevelopment(new Uint8Array(sheet), env);
  const bare = await onSheet.develop([]);
  const plain = await onTile.develop([]);
  return {
    version: onSheet.version,
    plain,
    async probe(edits) {
      const sheets = Array.from({ length: Math.ceil(edits.length / PER_SHEET) }, (_, i) =>
        edits.slice(i * PER_SHEET, (i + 1) * PER_SHEET),
      );
      const probed = await Promise.all(
        sheets.map(async (own) => {
          const developed = await onSheet.develop(
            own.map((settings, i) => ({ settings, within: withinOf(SHEET, cornerOf(i)) })),
          );
          return own.map((_, i) => probedOf(bare, developed, cornerOf(i)));
        }),
      );
      return probed.flat();
    },
    alone: (edits) =>
      Promise.all(
        edits.map(async (settings) => {
          const developed = await onTile.develop([{ settings, within: withinOf(TILE, ORIGIN) }]);
          return probedOf(plain, developed, ORIGIN);
        }),
      ),
    whole: (edits) => onTile.develop(edits.map((settings) => ({ settings }))),
    async close() {
      await onTile.close();
      await onSheet.close();
    },
  };
}

async function paintTile(): Promise<Uint8Array> {
  const chart = { width: TILE.width, height: CHART_HEIGHT + MARGIN, channels: 3 as const };
  // 8 bits: darktable 4.2 takes an untagged 16-bit PNG for sRGB, 5.x for linear light.
  const tile = await sharp(await writePng(makeScene(SCENE)))
    .extend({ bottom: chart.height })
    .composite([{ input: paintChart(TILE.width, MARGIN), raw: chart, left: 0, top: SCENE.height }])
    .png()
    .toBuffer();
  return new Uint8Array(tile);
}

interface Corner {
  readonly x: number;
  readonly y: number;
}
const ORIGIN: Corner = { x: 0, y: 0 };

const cornerOf = (index: number): Corner => ({
  x: (index % COLUMNS) * TILE.width,
  y: Math.floor(index / COLUMNS) * TILE.height,
});

/** Where the edit of a tile is let in: left, top, right, bottom as fractions of the picture. */
const withinOf = (picture: { width: number; height: number }, { x, y }: Corner): Required<Edit>['within'] => [
  (x + FRAME) / picture.width,
  (y + FRAME) / picture.height,
  (x + TILE.width - FRAME) / picture.width,
  (y + TILE.height - FRAME) / picture.height,
];

function probedOf(bare: FloatPicture, developed: FloatPicture, { x, y }: Corner): Probed {
  const tile = { left: x, top: y, ...TILE };
  const inside = {
    left: x + MARGIN,
    top: y + MARGIN,
    width: TILE.width - 2 * MARGIN,
    height: TILE.height - 2 * MARGIN,
  };
  const away = FRAME - SOFT;
  return {
    before: cut(bare, inside),
    after: cut(developed, inside),
    outside: largestChange(
      cut(bare, tile),
      cut(developed, tile),
      (tx, ty) => tx < away || ty < away || tx >= TILE.width - away || ty >= TILE.height - away,
    ),
  };
}

/** A part of a picture, in pixels. */
function cut(
  { width, data }: FloatPicture,
  part: { left: number; top: number; width: number; height: number },
): FloatPicture {
  const out = new Float32Array(part.width * part.height * 3);
  for (let row = 0; row < part.height; row++) {
    const from = 3 * ((part.top + row) * width + part.left);
    out.set(data.subarray(from, from + 3 * part.width), 3 * row * part.width);
  }
  return { width: part.width, height: part.height, channels: 3, data: out };
}
