import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type Engine, type OperationName, type Result } from '@chemigram/engine';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CALL = { signal: new AbortController().signal, progress: () => {} };
const image_id = 'scene';
let folder: string;
let engine: Engine;

async function run<K extends OperationName>(name: K, args: Partial<Arguments<K>> | object): Promise<Result<K>> {
  return (await engine.run(name, { image_id, ...args }, CALL)).result as Result<K>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-regions-'));
  const photo = join(folder, 'scene.dng');
  await writeFile(photo, writeDng(makeScene({ width: 768, height: 512 })));
  engine = await createEngine({ home: join(folder, 'home'), stays: true });
  await engine.run('ingest', { photo, image_id }, CALL);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const ellipse = (center_x: number, center_y: number) => ({
  dt_form: 'ellipse',
  dt_params: { center_x, center_y, radius_x: 0.08, radius_y: 0.09, border: 0.03 },
});
const SKY = { kind: 'named', name: 'mask_sky' };

describe('regions edited in one call', () => {
  it('dodge and burn of twelve: each does what it says in its own region, and the rest stays', async () => {
    const regions = Array.from({ length: 12 }, (_, i) => ({
      mask_spec: ellipse(0.14 + 0.24 * (i % 4), 0.2 + 0.3 * Math.floor(i / 4)),
      value: i % 2 === 0 ? 0.6 : -0.6,
    }));
    const before = await run('log', {});
    const edit = await run('apply_per_region', { primitive_name: 'exposure', label: 'dodge and burn', regions });
    expect(edit.move_ids).toHaveLength(12);
    expect((await run('log', {})).undoable).toBe(before.undoable + 1);
    for (const [i, { effective, alone, measured, mask }] of edit.regions.entries()) {
      expect([i, effective, alone]).toEqual([i, true, true]);
      expect(Math.sign(measured!.mean_change_ev!)).toBe(i % 2 === 0 ? 1 : -1);
      expect(Math.abs(measured!.mean_change_ev!)).toBeGreaterThan(0.15);
      expect(mask!.agreement).toBeGreaterThan(0.97);
    }
    expect(edit.outside!.changed_fraction).toBeLessThan(0.001);
    // As one edit it is taken away again.
    expect((await run('remove_move', { move_id: edit.group_id })).moves).toBe(0);
  });

  it('takes named, saved and drawn masks and lists of operations together; a shared mask is placed once', async () => {
    await run('save_mask', { name: 'mask_corner', mask_spec: ellipse(0.85, 0.85) });
    const edit = await run('apply_per_region', {
      primitive_name: 'exposure',
      regions: [
        {
          mask_spec: SKY,
          ops: [
            { primitive_name: 'exposure', value: -0.8 },
            { primitive_name: 'saturation', value: 40 },
            { primitive_name: 'clarity', value: 30 },
          ],
        },
        { mask_spec: { kind: 'named', name: 'mask_corner' }, value: 0.7 },
        {
          mask_spec: ellipse(0.15, 0.85),
          ops: [{ primitive_name: 'warmth', values: { value: 80 } }],
          label: 'warm it',
        },
      ],
    });
    expect(edit.regions.map(({ effective }) => effective)).toEqual([true, true, true]);
    expect(edit.regions.map(({ move_ids }) => move_ids.length)).toEqual([3, 1, 1]);
    const { moves } = await run('get_state', {});
    expect(moves.map(({ group_id }) => group_id)).toEqual(Array(5).fill(edit.group_id));
    expect(moves.at(-1)!.label).toBe('warm it');
    const out = join(folder, 'shared.xmp');
    await run('export_xmp', { out });
    const groups = new Set([...(await readFile(out, 'utf8')).matchAll(/mask_type="4"/g)].map(({ index }) => index));
    expect(groups.size, 'one group of forms per mask, not per operation').toBe(3);
    await run('undo', {});
    expect((await run('get_state', {})).moves).toEqual([]);
  });

  it('a mask by brightness means the picture before the call, whatever another region did to it', async () => {
    const bright = { range_filter: { kind: 'luminance', min: 0.5, max: 1 } };
    const alone = await run('preview_mask', { mask_spec: bright, size: 768 });
    const edit = await run('apply_per_region', {
      primitive_name: 'exposure',
      regions: [
        { mask_spec: { dt_form: 'rectangle', dt_params: { x0: 0, y0: 0, x1: 1, y1: 0.99 } }, value: -2 },
        { mask_spec: bright, value: 0.5 },
      ],
      verify: false,
    });
    expect(edit.regions[1]!.mask!.coverage).toBeCloseTo(alone.coverage, 1);
    await run('undo', {});
  });
});

describe('a call with one mistake is refused by its field and changes nothing', () => {
  const fine = { mask_spec: ellipse(0.5, 0.5), value: 0.5 };
  const twice = (n: number) => Array.from({ length: n }, () => ({ primitive_name: 'exposure', value: 0.1 }));
  it.each<[string, string, string, object]>([
    [
      'a value out of range, deep inside',
      'out_of_range',
      'regions[1].ops[1].value',
      {
        regions: [fine, { mask_spec: SKY, ops: [...twice(1), { primitive_name: 'exposure', value: 9 }] }],
      },
    ],
    [
      'a parameter that is not there',
      'unknown_name',
      'regions[0].values.strength',
      { regions: [{ ...fine, value: undefined, values: { strength: 3 } }] },
    ],
    [
      'a primitive that is not there',
      'unknown_name',
      'regions[0].ops[0].primitive_name',
      { regions: [{ mask_spec: SKY, ops: [{ primitive_name: 'exposre', value: 1 }] }] },
    ],
    [
      'a common primitive that is not there',
      'unknown_name',
      'primitive_name',
      { primitive_name: 'exposre', regions: [fine] },
    ],
    [
      'a primitive without masks',
      'invalid_input',
      'regions[0].ops[0].primitive_name',
      { regions: [{ mask_spec: SKY, ops: [{ primitive_name: 'straighten', value: 1 }] }] },
    ],
    [
      'a mask of an unknown name',
      'unknown_name',
      'regions[1].mask_spec.name',
      { regions: [fine, { ...fine, mask_spec: { kind: 'named', name: 'mask_sea' } }] },
    ],
    [
      'a radius of nothing',
      'out_of_range',
      'regions[1].mask_spec.dt_params.radius_x',
      {
        regions: [
          fine,
          {
            value: 1,
            mask_spec: { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0, radius_y: 0.1 } },
          },
        ],
      },
    ],
    ['an unknown key', 'invalid_input', 'regions[0].strength', { regions: [{ ...fine, strength: 1 }] }],
    ['no operation', 'invalid_input', 'regions[0].ops', { primitive_name: undefined, regions: [fine] }],
    ['33 regions', 'invalid_input', 'regions', { regions: Array.from({ length: 33 }, () => fine) }],
    [
      '65 operations',
      'invalid_input',
      'regions',
      {
        regions: [
          { mask_spec: SKY, ops: twice(33) },
          { mask_spec: SKY, ops: twice(32) },
        ],
      },
    ],
  ])('%s', async (_name, code, field, given) => {
    const before = await files();
    await expect(run('apply_per_region', { primitive_name: 'exposure', ...given })).rejects.toMatchObject({
      code,
      field,
    });
    expect(await files()).toEqual(before);
  });

  /** Every file of the photo's workspace with its hash, what can be made again aside. */
  async function files(): Promise<string[]> {
    const entries = await readdir(join(folder, 'home', image_id), { recursive: true, withFileTypes: true });
    const lines = entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('/cache'))
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return `${path} ${createHash('sha256')
          .update(await readFile(path))
          .digest('hex')}`;
      });
    return (await Promise.all(lines)).sort();
  }
});
