import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOf } from './helpers/whole-proof.ts';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'scene';
const BACKGROUND = { kind: 'named', name: 'mask_background' };
const LEFT = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 0.5, y1: 1, border: 0 } };
let folder: string;
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, { image_id, ...args }, CALL)).result as Result<K>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-looks-'));
  const photo = join(folder, 'scene.png');
  await writeFile(photo, await writePng(makeScene({ width: 480, height: 320 })));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  await engine.run('ingest', { photo, image_id }, CALL);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a look', () => {
  it('finds its region in the photo, and is made stronger, masked and taken away as one', async () => {
    const look = 'look_portrait_background_dim';
    const applied = await run('apply_look', { look, strength: 0.5 });
    expect(applied.moves.map(({ primitive, values }) => [primitive, values['value']])).toEqual([
      ['exposure', -0.35],
      ['saturation', -9],
      ['contrast', -5],
    ]);
    expect((await run('measure_edit', { mask_spec: BACKGROUND })).inside.mean_change_ev).toBeLessThan(-0.1);
    const subject = await run('measure_edit', { mask_spec: { ...BACKGROUND, invert: true } });
    expect(subject.inside.mean_change).toBeLessThan(0.2 * subject.outside.mean_change);

    // One move changed by hand keeps its own share of the look.
    const [dim] = applied.move_ids as [string];
    await run('adjust_move', { move_id: dim, value: -0.2 });
    const half = await run('adjust_look', { group_id: applied.group_id, strength: 1, mask_spec: LEFT });
    expect(half.move_ids).toEqual(applied.move_ids);
    expect(half.moves.map(({ values }) => values['value'])).toEqual([-0.4, -18, -10]);
    const right = { ...LEFT, dt_params: { ...LEFT.dt_params, x0: 0.52, x1: 1 } };
    expect((await run('measure_edit', { ref_a: 'original', mask_spec: right })).inside.changed_fraction).toBeLessThan(
      0.001,
    );
    expect((await run('measure_edit', { ref_a: 'original', mask_spec: LEFT })).inside.mean_change).toBeGreaterThan(
      0.004,
    );
    expect((await run('get_state', {})).looks).toEqual([{ group_id: applied.group_id, look, strength: 1 }]);

    // Of nothing no share is left, which is said.
    const none = await run('adjust_look', { group_id: applied.group_id, strength: 0 });
    expect(none.warnings).toEqual([expect.stringMatching(`^exposure \\(${dim}\\) was set by hand; .* undo`)]);
    const back = await run('adjust_look', { group_id: applied.group_id, strength: 1 });
    expect(back.moves.map(({ values }) => values['value'])).toEqual([-0.7, -18, -10]);
    expect(back.warnings).not.toContainEqual(expect.stringContaining('by hand'));

    expect((await run('remove_move', { move_id: applied.group_id })).moves).toBe(0);
    expect((await run('get_state', {})).looks).toEqual([]);
    await run('undo', {});
    expect((await run('get_state', {})).looks).toHaveLength(1);
    await run('checkout', { ref: 'original' });
  });

  it('goes on a photo with all of its moves, and away with all of them, each of the shipped ones', async () => {
    // Eyes are found by nobody: a look through them is one for eyes that were drawn.
    await run('save_mask', { name: 'mask_eye_region', mask_spec: LEFT });
    const { looks } = (await engine.run('list_vocabulary', { detail: 'all' }, CALL))
      .result as Result<'list_vocabulary'>;
    const masked = looks.filter(({ does }) => does!.some((move) => move.includes('through mask_')));
    const others = looks.filter((look) => !masked.includes(look));
    for (const { name, does } of casesOf([masked[0]!, others[0]!], [...masked.slice(1), ...others.slice(1)])) {
      const { group_id, move_ids, moves } = await run('apply_look', { look: name });
      expect(move_ids.length, name).toBe(does!.length);
      expect(
        moves.map(({ mask }) => mask !== null),
        name,
      ).toEqual(does!.map((move) => move.includes(' through ')));
      expect((await run('remove_move', { move_id: group_id })).moves, name).toBe(0);
    }
    expect((await run('get_state', {})).looks).toEqual([]);
    await run('checkout', { ref: 'original' });
  });

  it('leaves out what goes through a sky that is not there, and says so; of nothing but sky it is refused', async () => {
    const rust = { width: 360, height: 240, channels: 3, background: '#8a2a1c' } as const;
    const grain = { type: 'gaussian', mean: 128, sigma: 30 } as const;
    const noise = await sharp({ create: { ...rust, noise: grain } })
      .png()
      .toBuffer();
    const photo = join(folder, 'wall.png');
    await sharp({ create: rust })
      .composite([{ input: noise, blend: 'soft-light' }])
      .png()
      .toFile(photo);
    await run('ingest', { photo, image_id: 'wall' });
    const look = 'look_landscape_natural';
    const whole = (await run('apply_look', { look })).move_ids.length;
    await run('undo', {});
    const { left_out, moves, group_id } = await run('apply_look', { image_id: 'wall', look });
    expect(left_out).toEqual([
      { primitive: 'exposure', why: expect.stringMatching(/^not found in this photo: mask_sky/) },
    ]);
    expect(moves).toHaveLength(whole - 1);
    // What is there stays one thing.
    const half = await run('adjust_look', { image_id: 'wall', group_id, strength: 0.5 });
    expect(half.moves.map(({ values }) => Object.keys(values))).toEqual(moves.map(({ values }) => Object.keys(values)));
    expect((await run('remove_move', { image_id: 'wall', move_id: group_id })).moves).toBe(0);

    const sky = { image_id: 'wall', look: 'look_landscape_dramatic_sky' };
    await expect(run('apply_look', sky)).rejects.toMatchObject({
      code: 'conflict',
      field: 'look',
      message: expect.stringContaining('not found in this photo: mask_sky'),
      hint: expect.stringContaining('save_mask'),
    });
    const mask_spec = { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 1, y1: 0.3 } };
    await run('save_mask', { image_id: 'wall', name: 'mask_sky', mask_spec });
    expect((await run('apply_look', sky)).left_out).toEqual([]);
  });

  it('is found in the vocabulary by what photographers say', async () => {
    const { looks } = (await engine.run('list_vocabulary', { query: 'teal' }, CALL))
      .result as Result<'list_vocabulary'>;
    expect(looks[0]).toMatchObject({ name: 'look_cinematic_teal_orange', source: 'shipped', group: 'cinematic' });
    expect(looks[0]!.does![0]).toMatch(/^warmth -\d+ through mask_shadows$/);
  });

  it.each<[object, object]>([
    [
      { look: 'vintage' },
      { code: 'unknown_name', field: 'look', hint: expect.stringContaining('look_film_faded_print') },
    ],
    [
      { look: 'look_bw_classic', strength: 2 },
      { code: 'out_of_range', field: 'strength' },
    ],
    [
      { look: 'look_bw_classic', mask_spec: { kind: 'named', name: 'mask_sea' } },
      { code: 'unknown_name', field: 'mask_spec.name' },
    ],
  ])('that is not there or too strong is refused: %j', async (args, refusal) => {
    await expect(run('apply_look', args)).rejects.toMatchObject(refusal);
    await expect(run('adjust_look', { group_id: 'g99', strength: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
