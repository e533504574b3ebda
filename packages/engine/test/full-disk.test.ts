/** A disk that is full, for real: a small one of memory, mounted for the test. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { reportOf } from '@chemigram/errors';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeGrey } from '../src/photos/pictures/picture-files.ts';
import { until } from './helpers/held-darktable.ts';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const folder = mkdtempSync(join(tmpdir(), 'chemigram-full-'));
const disk = join(folder, 'disk');
const home = join(disk, 'home');
const photo = join(folder, 'scene.dng');
const image_id = 'a';
const mask_spec = {
  dt_form: 'ellipse',
  dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2, rotation: 0, border: 0.05 },
};
const ballast = join(disk, 'ballast');
let engine: Engine;

/** Why no disk can be mounted here, or null. */
function mounted(): string | null {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk], { stdio: 'pipe' });
    return null;
  } catch (error) {
    // Where all tests are skipped, no hook of theirs is called.
    rmSync(folder, { recursive: true });
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}
const refusal = mounted();
const missing = refusal === null ? '' : ` (skipped, a disk cannot be mounted here: ${refusal})`;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, { image_id, ...args }, CALL)).result as Result<K>;
}

/** Whether all is cleared away that renders had lying about: that goes on behind their answers, and gives room. */
function isCleared(): boolean {
  try {
    const paths = readdirSync(join(home, '.chemigram'), { recursive: true, encoding: 'utf8' });
    return !paths.some((path) => path.includes('/job/'));
  } catch {
    // A folder went while it was looked into.
    return false;
  }
}

/** Fills the disk but for so many bytes. */
async function leave(bytes: number): Promise<void> {
  await until(isCleared);
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}

beforeAll(async () => {
  if (refusal !== null) return;
  mkdirSync(home);
  writeFileSync(photo, writeDng(makeScene({ width: 768, height: 512 }), {}));
  // Not one that stays: that goes on writing and clearing up beside what is asked, and takes or gives room.
  engine = await createEngine({ home });
  await run('ingest', { photo });
  await run('apply_primitive', { primitive_name: 'exposure', value: 0.3, mask_spec });
});
afterAll(async () => {
  if (refusal !== null) return;
  await engine.close();
  // Lazily: what was killed a moment ago may still be on its way out.
  execFileSync('umount', ['-l', disk]);
  rmSync(folder, { recursive: true });
});

/** What writes, under names of its own each time. */
const writers = (time: string): readonly (readonly [OperationName, object])[] => [
  ['apply_primitive', { primitive_name: 'contrast', value: 20, mask_spec }],
  ['undo', {}],
  ['save_mask', { name: `middle_${time}`, mask_spec }],
  ['render_preview', { size: 700 }],
  ['preview_mask', { mask_spec: { range_filter: { kind: 'luminance', min: 0.2, max: 0.6 } } }],
  ['export_final', { out: join(disk, `${time}.tif`), format: 'tiff' }],
  ['tag', { name: `kept-${time}` }],
  ['gc', {}],
];

/** What becomes of an operation that finds so much room: `done`, or how it was refused where it does not say what is full. */
async function withRoomFor(bytes: number, name: OperationName, args: object): Promise<string> {
  const before = await run('get_state', {});
  await leave(bytes);
  const refused = await run(name, args).then(
    () => null,
    (error: unknown) => reportOf(error),
  );
  rmSync(ballast);
  // It throws where it finds something wrong.
  execFileSync('git', ['-C', join(home, image_id), 'fsck', '--full', '--strict'], { stdio: 'pipe' });
  if (refused === null) return 'done';
  const { code, message, hint } = refused;
  const says = message.startsWith(disk) && message.includes(': the disk is full');
  const isClear = code === 'forbidden_path' && says && hint?.includes('Make room');
  if (!isClear) return `${name}: ${code}: ${message} ${hint}`;
  return isDeepStrictEqual(await run('get_state', {}), before) ? 'refused for a full disk' : `${name}: half done`;
}

test.skipIf(refusal !== null).each([
  [0, ['refused for a full disk']],
  [40_000, ['done', 'refused for a full disk']],
  [300_000, ['done', 'refused for a full disk']],
])(
  `with %d bytes left, each operation is done whole or says what could not be written as the disk is full, and nothing is lost${missing}`,
  async (bytes, allowed) => {
    for (const [name, args] of writers(`with_${bytes}`)) {
      expect(allowed).toContain(await withRoomFor(bytes, name, args));
    }
  },
);

test.skipIf(refusal !== null)(
  `an opacity that finds too little room says that the disk is full, and leaves nothing behind${missing}`,
  async () => {
    await leave(300_000);
    const grey = Uint16Array.from({ length: 768 * 512 }, (_, i) => 100 * (i % 600));
    const path = join(disk, 'opacity.png');
    await expect(writeGrey({ width: 768, height: 512, grey }, path)).rejects.toMatchObject({ code: 'ENOSPC' });
    rmSync(ballast);
    expect(readdirSync(disk)).toEqual(['home']);
  },
);

test.skipIf(refusal !== null)(`when there is room again, all goes on as before${missing}`, async () => {
  const enough = 20_000_000;
  for (const [name, args] of writers('room')) expect(await withRoomFor(enough, name, args)).toBe('done');
});
