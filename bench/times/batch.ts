import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bareJpegs } from '../bare.ts';
import { timed, type Case, type Group } from './case.ts';
import { nextMove } from './masks.ts';
import { smallPhoto } from './sized-photos.ts';
import type { World } from './world.ts';

const PHOTOS = 100;
/** So many tell what each takes the bare program. */
const BARE_PHOTOS = 20;
/** What the pictures of a sheet of a hundred fit into: contact-sheet.ts. */
const BOX = 198;
const MOVES = 4;

const BARE = 'bare darktable-cli, each';
const ids = Array.from({ length: PHOTOS }, (_, n) => `photo-${n}`);

/** Milliseconds for each of so many. */
const each = async (count: number, work: () => Promise<unknown>): Promise<number[]> => [(await timed(work)) / count];

/** The photos are one photo under many names: each is taken in, edited and rendered for itself all the same. */
async function takeIn({ run }: World): Promise<void> {
  const photo = await smallPhoto();
  const waiting = [...ids];
  const worker = async (): Promise<void> => {
    for (let image_id = waiting.shift(); image_id !== undefined; image_id = waiting.shift()) {
      await run('ingest', { photo, image_id });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

async function carry({ run }: World, contact_sheet: boolean, value: number): Promise<void> {
  const source = 'batch';
  await run('apply_primitive', { image_id: source, primitive_name: 'exposure', value });
  await run('propagate_state', { source, targets: ids, contact_sheet });
}

async function bare({ folder, darktable, run }: World): Promise<void> {
  const sidecar = join(folder, 'batch.xmp');
  await run('export_xmp', { image_id: 'batch', out: sidecar, overwrite: true });
  const order = { photo: await smallPhoto(), sidecar, box: BOX };
  await bareJpegs(darktable.program, BARE_PHOTOS, folder, order, availableParallelism());
}

async function source({ run }: World): Promise<void> {
  await run('ingest', { photo: await smallPhoto(), image_id: 'batch' });
  for (let n = 0; n < MOVES; n++) {
    const { mask_spec: _mask, ...move } = nextMove(n);
    await run('apply_primitive', { image_id: 'batch', ...move });
  }
}

const one = (name: string, count: number, work: (world: World) => Promise<void>, beside?: Case['beside']): Case => ({
  name,
  unit: 'ms',
  ...(beside === undefined ? {} : { beside }),
  rounds: 1,
  measure: (world) => each(count, () => work(world)),
});

export const BATCH: Group = {
  title: `A batch of ${PHOTOS} photos, per photo, as many at a time as cores`,
  cases: [
    {
      ...one(BARE, BARE_PHOTOS, bare),
      measure: async (world) => {
        await source(world);
        return each(BARE_PHOTOS, () => bare(world));
      },
    },
    one('taken in', PHOTOS, takeIn, { name: BARE }),
    one('an edit carried to it', PHOTOS, (world) => carry(world, false, 0.1)),
    one('an edit carried to it and shown on a contact sheet', PHOTOS, (world) => carry(world, true, 0.2), {
      name: BARE,
    }),
  ],
};
