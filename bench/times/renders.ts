import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '@chemigram/engine';
import { bareJpeg } from '../bare.ts';
import { timed, type Case, type Group } from './case.ts';
import { OF_THE_PICTURE } from './masks.ts';
import type { Megapixels } from './sized-photos.ts';
import { tagOf, type Edited, type World } from './world.ts';

export const BOX = 1024;

/** How often a size of photo is gone through, the edits of it by their moves, and what its preview may take of bare. */
interface Size {
  readonly rounds: number;
  /** Edits longer than the first are gone through this often. */
  readonly longRounds: number;
  readonly moves: readonly [1, ...number[]];
  readonly previewAtMost?: number;
}
const SIZES: ReadonlyMap<Megapixels, Size> = new Map<Megapixels, Size>([
  [6, { rounds: 5, longRounds: 3, moves: [1, 10, 50], previewAtMost: 0.4 }],
  [25, { rounds: 5, longRounds: 2, moves: [1, 10, 50], previewAtMost: 0.12 }],
  [50, { rounds: 3, longRounds: 2, moves: [1] }],
]);
/** What the world has to hold for these cases. */
export const EDITS = new Map([...SIZES].map(([megapixels, { moves }]) => [megapixels, moves]));

/** What each way is asked for: files for people, and light for our own pictures. */
const OURS = {
  cold: { format: 'jpeg', profile: 'srgb' },
  warm: { format: 'pfm', profile: 'linear' },
} as const;

const plural = (moves: number): string => `${moves} move${moves === 1 ? '' : 's'}`;

function casesOf(megapixels: Megapixels, { rounds, longRounds, moves, previewAtMost }: Size): Case[] {
  const named = (what: string): string => `${megapixels} MP: ${what}`;
  const bareOf = (length: number): string => named(`bare darktable-cli, ${plural(length)}`);
  const photoOf = (world: World): Edited => world.photos.get(megapixels)!;
  const short = moves[0]!;
  const ours = (way: 'cold' | 'warm'): Case => ({
    name: named(`our render of the same, ${way}`),
    unit: 'ms',
    beside: { name: bareOf(short), ...(way === 'cold' ? { atMost: 1.15 } : {}) },
    rounds,
    measure: async (world) => {
      const { path, sidecars } = photoOf(world);
      const order = { source: path, xmp: sidecars.get(short)!, box: BOX, ...OURS[way] } as const;
      return [await timed(() => world[way].render(order, join(world.folder, `ours.${order.format}`)))];
    },
  });
  const bare = (length: number, name: string, times: number, highQuality = false): Case => ({
    name,
    unit: 'ms',
    rounds: times,
    measure: async (world) => {
      const { folder, darktable } = world;
      const { path: photo, sidecars } = photoOf(world);
      const sidecar = join(folder, 'bare.xmp');
      await writeFile(sidecar, sidecars.get(length)!);
      const order = { photo, sidecar, out: join(folder, 'bare.jpg'), box: BOX };
      return [await timed(() => bareJpeg(darktable.program, order, highQuality))];
    },
  });
  const edit = (length: number): Case[] => [
    bare(length, bareOf(length), length === short ? rounds : longRounds),
    {
      name: named(`render_preview after a change of ${plural(length)}`),
      unit: 'ms',
      // What many moves take at first is darktable's own work on them, on the base picture as on the raw.
      beside: {
        name: bareOf(length),
        ...(previewAtMost === undefined || length !== short ? {} : { atMost: previewAtMost }),
      },
      rounds: length === short ? rounds : longRounds,
      measure: (world, round) =>
        afterChanges(world, { id: photoOf(world).id, moves: length, from: 0.4, round }, preview),
    },
  ];
  return [
    ...edit(short),
    {
      name: named(`render_preview of the next change, ${ANSWER_MS / 1000} s later`),
      unit: 'ms',
      beside: { name: bareOf(short) },
      rounds: longRounds,
      measure: (world, round) => afterChanges(world, { id: photoOf(world).id, moves: short, from: 0.8, round }, later),
    },
    bare(short, named('bare darktable-cli with its own --hq true'), longRounds, true),
    {
      name: named('preview_mask, the first range after a change'),
      unit: 'ms',
      beside: { name: bareOf(short) },
      rounds,
      measure: (world, round) =>
        afterChanges(world, { id: photoOf(world).id, moves: short, from: 0.6, round }, firstRange),
    },
    ours('cold'),
    ours('warm'),
    ...moves.slice(1).flatMap(edit),
    {
      name: named('ingest to first picture'),
      unit: 'ms',
      beside: { name: bareOf(short), atMost: 1.1 },
      rounds,
      measure: (world, round) => firstPicture(world, photoOf(world).path, `fresh-${megapixels}-${round}`),
    },
    {
      name: named(`render_preview of the first change, ${THOUGHT_MS / 1000} s later`),
      unit: 'ms',
      beside: { name: bareOf(short) },
      rounds: Math.min(2, rounds),
      measure: (world, round) => firstChange(world, photoOf(world).path, `changed-${megapixels}-${round}`),
    },
  ];
}

/** Words about one move that follow each other. */
const WORDS = 5;

/** What is measured after each change of a photo. */
type Look = (world: World, image_id: string) => Promise<number>;

/** The picture that a door shows after a word. */
const preview: Look = ({ run }, image_id) => timed(() => run('render_preview', { image_id, size: BOX }));

/** A model that reads the answer of a change and asks for the picture takes longer, most of them a good deal. */
const ANSWER_MS = 1000;

/** The picture that is made ahead meanwhile. */
const later: Look = async (world, image_id) => {
  await sleep(ANSWER_MS);
  return preview(world, image_id);
};

/** A mask that looks at the changed picture, which was looked at before. */
const firstRange: Look = async (world, image_id) => {
  await preview(world, image_id);
  const mask_spec = OF_THE_PICTURE['luminance range']!(0);
  return timed(() => world.run('preview_mask', { image_id, mask_spec, size: BOX }));
};

/** A move is adjusted, then something is looked at; it differs each time, so no cache answers. */
async function afterChanges(
  world: World,
  { id: image_id, moves, from, round }: { id: string; moves: number; from: number; round: number },
  look: Look,
): Promise<number[]> {
  const { run } = world;
  await run('checkout', { image_id, ref: tagOf(moves) });
  const state = (await run('get_state', { image_id })).result as { moves: { move_id: string; primitive: string }[] };
  const { move_id } = state.moves.findLast(({ primitive }) => primitive === 'exposure')!;
  const spent: number[] = [];
  for (let k = 0; k < WORDS; k++) {
    await run('adjust_move', { image_id, move_id, value: from + 0.01 * (WORDS * round + k) });
    spent.push(await look(world, image_id));
  }
  // Masks are looked at on the shortest edit.
  await run('checkout', { image_id, ref: tagOf(1) });
  return spent;
}

/** In a home where nothing is yet, as on the first day. */
async function inFreshHome(
  world: World,
  home: string,
  measure: (engine: Engine) => Promise<number>,
): Promise<number[]> {
  const engine = await world.freshEngine(home);
  try {
    return [await measure(engine)];
  } finally {
    await engine.close();
  }
}

async function lookAtFirst(world: World, photo: string, engine: Engine): Promise<string> {
  const { image_id } = (await world.run('ingest', { photo }, engine)).result as { image_id: string };
  await world.run('render_preview', { image_id, size: BOX }, engine);
  return image_id;
}

const firstPicture = (world: World, photo: string, home: string): Promise<number[]> =>
  inFreshHome(world, home, (engine) => timed(() => lookAtFirst(world, photo, engine)));

/** A model that looks at the first picture and says what to change takes longer. */
const THOUGHT_MS = 10_000;

const firstChange = (world: World, photo: string, home: string): Promise<number[]> =>
  inFreshHome(world, home, async (engine) => {
    const image_id = await lookAtFirst(world, photo, engine);
    await sleep(THOUGHT_MS);
    await world.run('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.4 }, engine);
    return timed(() => world.run('render_preview', { image_id, size: BOX }, engine));
  });

export const RENDERS: readonly Group[] = [...SIZES].map(([megapixels, size]) => ({
  title: `A picture of ${BOX} pixels from ${megapixels} megapixels`,
  cases: casesOf(megapixels, size),
}));
