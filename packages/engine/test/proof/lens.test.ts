import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moduleCodec } from '@chemigram/darktable';
import { createEngine } from '@chemigram/engine';
import { compare, parseMask, resample } from '@chemigram/mask';
import { makeScene, writeDng } from '@chemigram/scene';
import type { DngOptions } from '@chemigram/scene';
import type { Move } from '@chemigram/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineUpTo } from '../../src/develop/baseline.ts';
import { developSidecar } from '../../src/develop/development.ts';
import { reframe } from '../../src/geometry/warp.ts';
import type { Developer } from '../../src/photos/developer.ts';
import { measureDrawn } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { casesOf } from '../helpers/whole-proof.ts';
import { BARS, TOLD } from './bars.ts';
import { DRAWN } from './cases.ts';
import { CLAIMS, LENS, LENS_AND_MORE, LENS_FRAMES, move } from './framings.ts';

/** Developed and measured at full size: a pixel is a pixel. */
const SIZE = { width: 768, height: 512 };

const OFF = { distortion: 0, vignetting: 0, tca: 0 };
/** For questions that are not about single pixels. */
const SMALL = { width: 240, height: 160 };

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

const open = async (name: string, options: DngOptions, size = SIZE): Promise<Developer> =>
  darkroom.developer(await darkroom.raw(name, size, options));

const opened = new Map<number, Promise<Developer>>();
/** The photo with a known lens; each orientation is opened once. */
function known(orientation: 1 | 6): Promise<Developer> {
  const developer = opened.get(orientation) ?? open(`known-${orientation}`, { claims: CLAIMS, orientation });
  opened.set(orientation, developer);
  return developer;
}

describe.each(
  casesOf<[string, 1 | 6, Move[]]>(
    [[`orientation 6, ${LENS_AND_MORE}`, 6, LENS_FRAMES[LENS_AND_MORE]!]],
    [['the lens corrected', 1, [LENS]]],
  ),
)('a raw with %s', (_name, orientation, moves) => {
  it('is masked where it was pointed at through every drawn form', async () => {
    const developer = await known(orientation);
    const on = await developer.develop({ moves });
    expect((await developer.geometry(on.frame)).similarity).toBeNull();
    const masks = Object.values(DRAWN).map((spec) => parseMask(spec, on.displayed).mask);
    const names = Object.keys(DRAWN);
    for (const [i, { agreement, error, placed }] of (await measureDrawn(developer, masks, on, SIZE.width)).entries()) {
      expect(agreement, names[i]).toBeGreaterThanOrEqual(BARS.drawn.iou);
      expect(error, names[i]).toBeLessThanOrEqual(BARS.drawn.error);
      expect(Math.abs(placed.agreement - agreement), names[i]).toBeLessThanOrEqual(TOLD.within);
    }
  });
});

it('a mask that was said before the lens was corrected stays on the same things', async () => {
  const developer = await known(1);
  const unframed = await developer.develop({ moves: [] });
  const { mask } = parseMask(DRAWN['a concave path'], unframed.displayed);
  const edited = await developer.develop({ moves: [move('exposure', { value: 1 }, mask), LENS] });
  const plain = await developer.develop({ moves: [LENS] });
  const linear = baselineUpTo((await developer.session.baseline()).sidecar, 'scene');
  const after = await developer.session.linear(developSidecar(linear, edited.layers), SIZE.width);
  const before = await developer.session.linear(developSidecar(linear, plain.layers), SIZE.width);
  const measured = {
    ...SIZE,
    data: Float32Array.from({ length: SIZE.width * SIZE.height }, (_, i) => {
      return after.data[3 * i + 1]! / before.data[3 * i + 1]! - 1;
    }),
  };
  const asked = resample(edited.moves[0]!.mask!.asked(), SIZE);
  const moved = reframe(asked, await developer.geometry([]), await developer.geometry(edited.frame), SIZE);
  const { iou, meanAbsoluteError } = compare(moved, measured);
  expect(iou).toBeGreaterThanOrEqual(BARS.drawn.iou);
  expect(meanAbsoluteError).toBeLessThanOrEqual(BARS.drawn.error);
  // The correction did move it: it lies better where its things went than where it was said.
  expect(iou).toBeGreaterThan(compare(asked, measured).iou);
});

it('distortion alone is spelt out for darktable, and leaves no empty corners', async () => {
  const developer = await open('small', { claims: CLAIMS }, SMALL);
  const alone = move('lens', { ...OFF, distortion: 1 });
  const { layers, frame } = await developer.develop({ moves: [alone] });
  const params = moduleCodec('lens', 6).read(layers[0]!.params);
  expect(params).toMatchObject({
    modified: 1,
    modify_flags: 4,
    camera: 'EOS 6D',
    lens: CLAIMS.lens,
    focal: CLAIMS.focalLength,
    aperture: CLAIMS.fNumber,
  });
  expect(params['scale']).toBeGreaterThan(1);
  const { displayed, stored, similarity, toStored } = await developer.geometry(frame);
  expect(similarity).toBeNull();
  const pixel = stored.width / displayed.width;
  for (const along of [0, 0.25, 0.5, 0.75, 1]) {
    for (const [x, y] of [
      [along, 0],
      [along, 1],
      [0, along],
      [1, along],
    ] as const) {
      const [u, v] = toStored(x * displayed.width, y * displayed.height);
      expect(Math.min(u, v, stored.width - u, stored.height - v)).toBeGreaterThan(-pixel);
    }
  }
});

it.each(
  casesOf<[string, string, string[]]>(
    [['was measured for distortion alone', 'Canon EF 17-40mm f/4L USM', ['vignetting and tca']]],
    [['was measured whole', CLAIMS.lens, []]],
  ),
)('of a lens that %s, what is missing is said', async (_name, lens, missing) => {
  const developer = await open('part', { claims: { ...CLAIMS, lens } }, SMALL);
  const { frame } = await developer.develop({ moves: [LENS] });
  const warnings = await developer.framingWarnings(frame[0]!);
  expect(warnings.map((warning) => /no numbers for (.*) of the lens/.exec(warning)![1])).toEqual(missing);
});

// Two photos are taken in for it: more than `npm test` has time for.
it.each(casesOf([], [['Canon EF 17-40mm f/4L USM']]))(
  'of the lens %s the edit of another photo says what is missing',
  async (lens) => {
    const folder = await mkdtemp(join(tmpdir(), 'chemigram-partial-lens-'));
    const engine = await createEngine({ home: join(folder, 'home') });
    const call = { signal: new AbortController().signal, progress: () => undefined };
    try {
      for (const image_id of ['a', 'b']) {
        const photo = join(folder, `${image_id}.dng`);
        await writeFile(photo, writeDng(makeScene(SMALL), { claims: { ...CLAIMS, lens } }));
        await engine.run('ingest', { photo, image_id }, call);
      }
      await engine.run('apply_primitive', { image_id: 'a', primitive_name: 'lens', values: {} }, call);
      const { result } = await engine.run('propagate_state', { source: 'a', targets: ['b'], include: [] }, call);
      expect(result['targets']).toMatchObject([
        { status: 'changed', warnings: [expect.stringMatching(/no numbers for vignetting and tca of the lens/)] },
      ]);
    } finally {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

it('a lens that darktable does not know is refused with its name: not a pixel would change', async () => {
  const developer = await open('unknown', { claims: { ...CLAIMS, lens: 'Petzval 85' } }, SMALL);
  await expect(developer.develop({ moves: [LENS] })).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    field: 'primitive_name',
    message: expect.stringContaining('the lens "Petzval 85" on the camera "Canon EOS 6D"'),
    hint: expect.stringContaining('lensfun'),
  });
});

it('a picture that names neither camera nor lens is refused too, though darktable scales it otherwise with the module on', async () => {
  const developer = await darkroom.developer(await darkroom.photo('png'));
  await expect(developer.develop({ moves: [LENS] })).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    message: expect.stringContaining('a lens that the photo does not name'),
  });
});
