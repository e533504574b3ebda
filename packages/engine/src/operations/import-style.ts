import { readFile, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import {
  editFileKind,
  finalItems,
  masksInForce,
  orderOf,
  parseCameraRaw,
  parseSidecar,
  parseStyle,
} from '@chemigram/darktable';
import { ChemigramError, mayNotBeRead } from '@chemigram/errors';
import { newGroupId, newMoveId, STORED } from '@chemigram/workspace';
import type { Move } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { change } from '../history/change.ts';
import { movesOfCameraRaw } from '../interchange/camera-raw-moves.ts';
import { layersOfStored } from '../interchange/stored-layers.ts';
import { takeLayers } from '../interchange/take-layers.ts';
import type { ForeignEdit, LeftOut } from '../interchange/take-layers.ts';
import { AGENT } from '../moves/new-moves.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

type EditFormat = Result<'import_style'>['format'];

/** What a file comes to on a photo. */
interface Import {
  readonly format: EditFormat;
  readonly name: string;
  readonly moves: readonly Pick<Move, 'primitive' | 'values' | 'layers'>[];
  readonly leftOut: readonly LeftOut[];
  readonly warnings: readonly string[];
}

/**
 * Adds what a darktable style or sidecar, or a preset of Camera Raw, says; what it cannot take is left out by name.
 * @throws ChemigramError not_found for the file, invalid_input where nothing of it can be put on the photo
 */
export const importStyle: Handler<'import_style', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const text = await readEdit(args.path);
  const read = await imported(studio, text, args, call).catch((error: unknown) => {
    throw error instanceof ChemigramError && error.field === undefined ? error.within('path') : error;
  });
  refuseNothing(read, args.path);
  let added: Move[] = [];
  const { snapshot } = await change(studio, workspace, call, (recipe) => {
    added = [];
    const group = read.moves.length > 1 ? { group: newGroupId(recipe) } : {};
    for (const move of read.moves) {
      added.push({
        move_id: newMoveId({ ...recipe, moves: [...recipe.moves, ...added] }),
        mask: null,
        label: args.label ?? null,
        ...move,
        ...group,
        at: new Date().toISOString(),
        by: AGENT,
      });
    }
    return {
      message: `import ${basename(args.path)}: ${added.map(describeMove).join('; ')}`,
      recipe: { ...recipe, moves: [...recipe.moves, ...added] },
    };
  });
  return {
    result: {
      image_id: args.image_id,
      format: read.format,
      name: read.name,
      ...(added[0]?.group === undefined ? {} : { group_id: added[0].group }),
      move_ids: added.map(({ move_id }) => move_id),
      taken: added.map(describeMove),
      left_out: [...read.leftOut],
      snapshot: snapshot.id,
      warnings: [...read.warnings],
    },
  };
};

async function imported(studio: Studio, text: string, args: Arguments<'import_style'>, call: Call): Promise<Import> {
  const kind = editFileKind(text);
  const called = basename(args.path, extname(args.path));
  if (kind === 'preset') {
    const preset = parseCameraRaw(text);
    const { name } = preset;
    return {
      format: 'camera_raw',
      name: name === '' ? called : name,
      ...movesOfCameraRaw(preset, await studio.vocabulary(), args.strength),
    };
  }
  if (args.strength !== 1) refuseStrength(kind, args.strength);
  const workspace = await studio.store.open(args.image_id);
  const { sidecar: baseline } = await (await studio.developer(workspace)).session.baseline(call);
  const { moves } = await workspace.recipe();
  const there = moves.flatMap(({ layers }) =>
    layers === undefined ? [] : layersOfStored(layers, []).flatMap(({ stored }) => stored!.forms),
  );
  const edit = kind === 'style' ? styleOf(text, called) : sidecarOf(text, called);
  const { layers, leftOut, warnings } = takeLayers(edit, baseline, there);
  return {
    format: kind === 'style' ? 'darktable_style' : 'darktable_sidecar',
    name: edit.name,
    moves: layers === null ? [] : [{ primitive: STORED, values: {}, layers }],
    leftOut,
    warnings,
  };
}

function styleOf(text: string, called: string): ForeignEdit {
  const { name, items, iopOrderList } = parseStyle(text);
  return { name: name.trim() === '' ? called : name, items, forms: [], order: iopOrderList };
}

function sidecarOf(text: string, called: string): ForeignEdit {
  const sidecar = parseSidecar(text);
  return { name: called, items: finalItems(sidecar), forms: masksInForce(sidecar), order: orderOf(sidecar) };
}

/**
 * Rejected: scaling the opacity that each module is blended with. What takes the place of the photo's own exposure or tone
 * mapper would then be blended with a picture that has none, which is not half of the way from the photo to the style.
 */
function refuseStrength(kind: 'style' | 'sidecar', strength: number): never {
  throw new ChemigramError(
    'invalid_input',
    `Strength ${strength} was asked of a ${kind} of darktable, whose modules are taken byte for byte; only 1 is allowed. A preset of Lightroom or Camera Raw takes 0.05 to 1.5.`,
    {
      field: 'strength',
      hint: 'Leave strength out and pull back what is too much with moves on top (exposure, contrast, saturation ...); apply_look has looks that take a strength.',
    },
  );
}

function refuseNothing({ moves, leftOut, name }: Import, path: string): void {
  if (moves.length > 0) return;
  const why = leftOut.map(
    ({ setting, value, why: reason }) => `${setting}${value === undefined ? '' : ` ${value}`}: ${reason}`,
  );
  throw new ChemigramError(
    'invalid_input',
    `Nothing of "${name}" can be put on the photo. ${why.length === 0 ? 'It changes nothing.' : `${why.join('; ')}.`}`,
    { field: 'path', hint: `Look into ${basename(path)}; the vocabulary (list_vocabulary) may say what it means.` },
  );
}

/** A style or preset is text of some kilobytes; sidecars with many brush strokes reach some megabytes. */
const MAX_BYTES = 16 * 1024 * 1024;

async function readEdit(given: string): Promise<string> {
  const path = resolve(given);
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EACCES') throw mayNotBeRead(`The file ${given}`, 'path', cause);
    throw new ChemigramError('not_found', `The file ${given} is not there.`, {
      field: 'path',
      hint: `Looked at ${path}. Give the absolute path of a .dtstyle or .xmp.`,
      cause,
    });
  });
  if (!info.isFile() || info.size > MAX_BYTES) {
    const what = info.isFile() ? `has ${info.size} bytes, at most ${MAX_BYTES} are read` : 'is a folder or a device';
    throw new ChemigramError('invalid_input', `${given} ${what}; a .dtstyle or .xmp was expected.`, { field: 'path' });
  }
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw mayNotBeRead(`The file ${given}`, 'path', cause);
  });
}
