import { moduleCodec } from '@chemigram/darktable';
import { assert, integer, property, record, type Arbitrary, constantFrom, oneof } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkValues,
  defaultPackDirs,
  evaluateCurve,
  loadVocabulary,
  moduleSettings,
  VALUE,
  type Primitive,
} from '../src/index.ts';
import { evenly } from './evenly.ts';

const FIRST =
  'exposure contrast highlights shadows whites blacks saturation vibrance warmth tint hue clarity texture sharpen dehaze';

/** A darktable that lacks nothing. */
const NOTHING = () => null;

let primitives: Primitive[] = [];
beforeAll(async () => {
  primitives = (await loadVocabulary(defaultPackDirs())).list();
});

const at = (primitive: Primitive, value: number) =>
  moduleSettings(primitive, checkValues(primitive, { value }), NOTHING);
const named = (name: string): Primitive => primitives.find((primitive) => primitive.name === name)!;

describe('evaluateCurve', () => {
  const curve = {
    from: VALUE,
    points: [
      [-100, -1],
      [0, 0],
      [50, 3],
      [100, 4],
    ] as Array<[number, number]>,
  };

  it('goes exactly through its points and straight between them', () => {
    for (const [x, y] of curve.points) expect(evaluateCurve(curve, x)).toBe(y);
    expect(evaluateCurve(curve, 25)).toBe(1.5);
    expect(evaluateCurve(curve, -50)).toBe(-0.5);
  });

  it('stays at its ends beyond them', () => {
    expect(evaluateCurve(curve, -200)).toBe(-1);
    expect(evaluateCurve(curve, 200)).toBe(4);
  });
});

/** Any values that the primitive allows. */
const valuesOf = (primitive: Primitive): Arbitrary<Record<string, number>> =>
  record(
    Object.fromEntries(
      Object.entries(primitive.parameters).map(([name, { min, max, whole }]) => [
        name,
        oneof(constantFrom(min, max), whole === true ? integer({ min, max }) : evenly(min, max)),
      ]),
    ),
  );

describe('the shipped primitives', () => {
  it('hold the fifteen that a photographer begins with', () => {
    const names = primitives.map((primitive) => primitive.name);
    for (const name of FIRST.split(' ')) expect(names).toContain(name);
  });

  it('set fields that the module has, within its hard limits, at any values', () => {
    const ways = primitives.flatMap((p) => [p, ...(p.otherwise === undefined ? [] : [{ ...p, modules: p.otherwise }])]);
    for (const way of ways) {
      assert(
        property(valuesOf(way), (values) => {
          for (const { operation, version, params } of moduleSettings(way, checkValues(way, { values }), NOTHING)) {
            moduleCodec(operation, version).write(params);
          }
        }),
      );
    }
  });

  it('name the oldest version of a module that does the job, because newer ones are dropped silently', () => {
    for (const primitive of primitives) {
      for (const { operation, version } of [...primitive.modules, ...(primitive.otherwise ?? [])])
        expect(moduleCodec(operation).version).toBe(version);
    }
  });

  it('use modules that take masks, where they say that any mask will do', () => {
    for (const primitive of primitives.filter((p) => p.masks === 'any')) {
      for (const { operation } of [...primitive.modules, ...(primitive.otherwise ?? [])])
        expect(moduleCodec(operation).masks).toBe(true);
    }
  });

  it('put no module into the pipe at neutral, those aside that are a change in themselves', () => {
    for (const primitive of primitives.filter((p) => p.acts_at_neutral !== true)) {
      const values = Object.entries(primitive.parameters).map(([name, { neutral }]) => [name, neutral] as const);
      expect(moduleSettings(primitive, Object.fromEntries(values), NOTHING)).toEqual([]);
    }
  });
});

describe('what a darktable lacks', () => {
  const exposure = (): Primitive => named('exposure');
  const other = { operation: 'toneequal', version: 2, set: { speculars: 1 } };
  const lacks = (missing: string) => (operation: string) => (operation === missing ? 'it is too old' : null);

  it('is done by the other modules of the primitive', () => {
    const primitive = { ...exposure(), otherwise: [other] };
    const done = (without: string) =>
      moduleSettings(primitive, { value: 1 }, lacks(without)).map(({ operation }) => operation);
    expect(done('exposure')).toEqual(['toneequal']);
    expect(done('toneequal')).toEqual(['exposure']);
  });

  it('is refused by name where it has no others', () => {
    expect(() => moduleSettings(exposure(), { value: 1 }, lacks('exposure'))).toThrow(
      expect.objectContaining({
        code: 'unsupported_by_darktable',
        message: expect.stringMatching(/^exposure needs .* exposure, version 6: it is too old$/),
      }),
    );
  });
});

describe('exposure', () => {
  it('is the plain gain that masks are measured with: manual, no black level, no compensation', () => {
    assert(
      property(integer({ min: -400, max: 400 }), (hundredths) => {
        const ev = hundredths / 100;
        if (ev === 0) return;
        const [module, ...others] = at(named('exposure'), ev);
        expect(others).toEqual([]);
        expect(module!.params).toEqual({
          mode: 0,
          black: 0,
          exposure: expect.closeTo(ev, 9),
          compensate_exposure_bias: 0,
        });
      }),
    );
  });
});

describe('warmth and tint', () => {
  /** Luminance weights of Rec. 2020 (BT.2020-2), the working profile. */
  const WEIGHTS = [0.2627, 0.678, 0.0593];

  it('are gains that keep the luminance of grey, without a second chromatic adaptation', () => {
    for (const name of ['warmth', 'tint']) {
      for (let value = -100; value <= 100; value += 7) {
        const { params } = at(named(name), value)[0]!;
        const gains = ['red', 'green', 'blue'].map((row, i) => (params[row] as number[])[i]!);
        expect(gains.reduce((sum, gain, i) => sum + gain * WEIGHTS[i]!, 0)).toBeCloseTo(1, 3);
        // 0: the pipe's own white; 4: bypass.
        expect(params).toMatchObject({ illuminant: 0, adaptation: 4, gamut: 0, clip: 0 });
      }
    }
  });
});

describe('lens', () => {
  it('is one module with a bit for each correction, all of them where nothing is said', () => {
    const lens = named('lens');
    const flags = (values: Record<string, number>) =>
      moduleSettings(lens, checkValues(lens, { values }), NOTHING)[0]?.params;
    expect(flags({})).toEqual({ modify_flags: 7 });
    expect(flags({ vignetting: 0, tca: 0 })).toEqual({ modify_flags: 4 });
    expect(flags({ distortion: 0, tca: 0 })).toEqual({ modify_flags: 2 });
    expect(flags({ distortion: 0, vignetting: 0 })).toEqual({ modify_flags: 1 });
    expect(flags({ distortion: 0, vignetting: 0, tca: 0 })).toBeUndefined();
  });
});
