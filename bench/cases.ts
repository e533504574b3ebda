import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bareJpeg } from './bare.ts';
import { FORMS, OF_THE_PICTURE, SIXTEEN } from './masks.ts';
import { idleServerMegabytes } from './server-memory.ts';
import type { World } from './world.ts';

export interface Case {
  readonly name: string;
  readonly unit: 'ms' | 'MB';
  /** What it must stay below, in its unit. */
  readonly target?: number;
  /** What 95 of 100 must stay below. */
  readonly nearSlowest?: number;
  /** The case that this one is divided by, and what the ratio must stay below. */
  readonly beside?: { readonly name: string; readonly atMost?: number };
  readonly rounds: number;
  measure(world: World, round: number): Promise<number[]>;
}

const BOX = 1024;
/** Short ones are taken several times per round: a median of few says little. */
const REPEATS = 20;
/** What comes first in a round is not counted: after a render the code and the pictures are cold. */
const WARMING = 5;
const RENDER_ROUNDS = 7;
const BARE = 'bare darktable-cli, JPEG 1024';

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function bare({ folder, photo, xmp, darktable }: World): Promise<number> {
  const sidecar = join(folder, 'bare.xmp');
  await writeFile(sidecar, xmp);
  return timed(() => bareJpeg(darktable.program, { photo, sidecar, out: join(folder, 'bare.jpg'), box: BOX }));
}

const ours = ({ renderer, photo, xmp, folder }: World): Promise<number> =>
  timed(() =>
    renderer.render({ source: photo, xmp, box: BOX, format: 'jpeg', profile: 'srgb' }, join(folder, 'ours.jpg')),
  );

/** A move, then the picture of it that a door shows; the edit differs each time, so no cache answers. */
async function look(world: World, round: number): Promise<number[]> {
  const { id: image_id, run } = world;
  await run('apply_primitive', { image_id, primitive_name: 'contrast', value: 0.1 + 0.01 * round });
  const spent = await timed(() => run('render_preview', { image_id, size: BOX }));
  await run('undo', { image_id });
  return [spent];
}

const maskPreview = (spec: (step: number) => Record<string, unknown>): Case['measure'] =>
  repeated((world, step) => world.run('preview_mask', { image_id: world.id, mask_spec: spec(step), size: BOX }));

function repeated(work: (world: World, step: number) => Promise<unknown>): Case['measure'] {
  return async (world, round) => {
    const times: number[] = [];
    for (let k = 0; k < WARMING + REPEATS; k++) {
      const spent = await timed(() => work(world, round * (WARMING + REPEATS) + k));
      if (k >= WARMING) times.push(spent);
    }
    return times;
  };
}

async function apply({ id: image_id, run }: World, step: number): Promise<void> {
  await run('apply_primitive', {
    image_id,
    primitive_name: 'exposure',
    value: 0.3,
    mask_spec: FORMS['ellipse']!(step),
  });
  await run('undo', { image_id });
}

async function ingest(world: World, round: number): Promise<number[]> {
  const engine = await world.freshEngine(`fresh-${round}`);
  const spent = await timed(async () => {
    const { image_id } = (await world.run('ingest', { photo: world.photo }, engine)).result;
    await world.run('render_preview', { image_id, size: BOX }, engine);
  });
  await engine.close();
  return [spent];
}

export const CASES: readonly Case[] = [
  { name: BARE, unit: 'ms', rounds: RENDER_ROUNDS, measure: async (world) => [await bare(world)] },
  {
    name: 'our render of the same order',
    unit: 'ms',
    beside: { name: BARE, atMost: 1.15 },
    rounds: RENDER_ROUNDS,
    measure: async (world) => [await ours(world)],
  },
  {
    name: 'render_preview after a move',
    unit: 'ms',
    beside: { name: BARE, atMost: 0.4 },
    rounds: RENDER_ROUNDS,
    measure: look,
  },
  ...Object.entries({ ...FORMS, ...OF_THE_PICTURE }).map(([form, spec]): Case => ({
    name: `preview_mask, one ${form}`,
    unit: 'ms',
    target: 40,
    nearSlowest: 80,
    rounds: RENDER_ROUNDS,
    measure: maskPreview(spec),
  })),
  {
    name: 'preview_mask, compose of 16 forms',
    unit: 'ms',
    target: 200,
    rounds: RENDER_ROUNDS,
    measure: maskPreview(SIXTEEN),
  },
  { name: 'masked apply_primitive and undo, no render', unit: 'ms', rounds: RENDER_ROUNDS, measure: repeated(apply) },
  {
    name: 'ingest to first picture',
    unit: 'ms',
    beside: { name: BARE, atMost: 1.1 },
    rounds: 5,
    measure: ingest,
  },
  {
    name: 'MCP server idle, resident',
    unit: 'MB',
    target: 150,
    rounds: 1,
    measure: async ({ folder }) => [await idleServerMegabytes(join(folder, 'idle'))],
  },
];
