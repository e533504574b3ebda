import { array, assert, float, integer, property, record, string, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBlob } from '../../src/bytes/encoding.ts';
import {
  LENS_CORRECTION,
  LENS_METHOD,
  MODULES,
  moduleCodec,
  type Field,
  type ModuleCodec,
  type Params,
  type Value,
} from '../../src/modules/index.ts';
import { parseSidecar } from '../../src/index.ts';
import { fixture } from '../support.ts';
import { refusal } from '../../../errors/test/refusal.ts';

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Any value that the field can hold, limits included. */
function valueOf(field: Field): Arbitrary<Value> {
  // Up to four bytes a character, and one for the end.
  if (field.type === 'text')
    return string({ maxLength: Math.floor((field.count - 1) / 4) }).filter((text) => !text.includes('\0'));
  const wide = field.type === 'u16' ? [0, 65_535] : [-1_000_000, 1_000_000];
  const [min, max] = field.min === undefined || field.max === undefined ? wide : [field.min, field.max];
  const number =
    field.type === 'f32'
      ? float({ noNaN: true })
          .map((x) => Math.fround(Math.min(max!, Math.max(min!, x))))
          .filter((x) => x >= min! && x <= max!)
      : integer({ min: min!, max: max! });
  return typeof field.default === 'number' ? number : array(number, { minLength: field.count, maxLength: field.count });
}

const paramsOf = (module: ModuleCodec): Arbitrary<Params> =>
  record(Object.fromEntries(module.fields.map((field) => [field.name, valueOf(field)])));

/** sizeof() of each parameter struct, counted by hand from the members (and checked against bytes darktable wrote). */
const SIZES: Record<string, number> = {
  'exposure 6': 24,
  'exposure 7': 28,
  'colorbalancergb 5': 132,
  'colorequal 4': 128,
  'colorzones 5': 520,
  'sigmoid 1': 24,
  'filmicrgb 6': 116,
  'toneequal 2': 72,
  'channelmixerrgb 3': 160,
  'bilat 3': 20,
  'atrous 2': 248,
  'sharpen 1': 12,
  'hazeremoval 1': 8,
  'hazeremoval 3': 16,
  'diffuse 2': 60,
  'flip 2': 4,
  'temperature 3': 16,
  'temperature 4': 20,
  'crop 1': 24,
  'crop 2': 28,
  'crop 3': 24,
  'ashift 3': 56,
  'ashift 4': 60,
  'ashift 5': 892,
  'rawprepare 2': 32,
  'rasterfile 1': 4100,
  'lens 6': 316,
  'lens 10': 356,
  'retouch 3': 13_260,
  'colorin 7': 1044,
  'lowpass 4': 28,
  'grain 2': 16,
  'bloom 1': 12,
  'vignette 4': 44,
  'defringe 1': 12,
  'denoiseprofile 11': 412,
  'denoiseprofile 12': 416,
  'agx 7': 144,
  'soften 1': 16,
  'graduatednd 1': 24,
};

describe('layouts', () => {
  it('have the size of the struct', () => {
    expect(Object.fromEntries(MODULES.map((m) => [`${m.operation} ${m.version}`, m.byteLength]))).toEqual(SIZES);
  });

  it('name each field once', () => {
    for (const module of MODULES) expect(new Set(module.fields.map((f) => f.name)).size).toBe(module.fields.length);
  });

  it('read back the defaults that they write', () => {
    for (const module of MODULES) {
      const read = module.read(module.write({}));
      for (const field of module.fields) {
        const rounded =
          typeof field.default === 'number' && field.type === 'f32' ? Math.fround(field.default) : field.default;
        expect(read[field.name], `${module.operation}.${field.name}`).toEqual(rounded);
      }
    }
  });

  it('give back any values that they write', () => {
    for (const module of MODULES) {
      assert(
        property(paramsOf(module), (params) => {
          expect(module.read(module.write(params))).toEqual(params);
        }),
        { numRuns: 20 },
      );
    }
  });
});

describe('parameters written by darktable 4.2.1', () => {
  it('exposure: +0.7 EV, black -1/4096, bias compensated', () => {
    const hex = '00000000000080b93333333f00004842000080c001000000';
    expect(moduleCodec('exposure', 6).read(bytesOf(hex))).toEqual({
      mode: 0,
      black: -1 / 4096,
      exposure: Math.fround(0.7),
      deflicker_percentile: 50,
      deflicker_target_level: -4,
      compensate_exposure_bias: 1,
    });
  });

  it('rawprepare: borders left 152, top 26, bottom 2', () => {
    const hex = '980000001a00000002000000000000000808080808080808983a000000000000';
    expect(moduleCodec('rawprepare', 2).read(bytesOf(hex))).toMatchObject({
      left: 152,
      top: 26,
      right: 2,
      bottom: 0,
      raw_black_level_separate: [2056, 2056, 2056, 2056],
      raw_white_point: 15_000,
    });
  });

  it('white balance with an absent fourth channel, and the orientation that follows EXIF', () => {
    const temperature = moduleCodec('temperature', 3).read(bytesOf('2b871e400000803f54ddd83f0000c07f'));
    expect(temperature['green']).toBe(1);
    expect(temperature['red']).toBeCloseTo(2.477, 3);
    expect(temperature['g2']).toBeNaN();
    expect(moduleCodec('flip').read(bytesOf('ffffffff'))).toEqual({ orientation: -1 });
  });

  it('are written back byte by byte', () => {
    const real: Array<[string, string]> = [
      ['exposure', '00000000000080b93333333f00004842000080c001000000'],
      ['rawprepare', '980000001a00000002000000000000000808080808080808983a000000000000'],
      ['temperature', '2b871e400000803f54ddd83f0000c07f'],
      ['flip', 'ffffffff'],
    ];
    for (const [operation, hex] of real) {
      const module = moduleCodec(operation);
      expect(hexOf(module.write(module.read(bytesOf(hex))))).toBe(hex);
    }
  });
});

describe('lens correction as darktable wrote it back, asked for distortion and tca of a named lens', () => {
  const asked = {
    method: LENS_METHOD.lensfun,
    modify_flags: LENS_CORRECTION.distortion | LENS_CORRECTION.tca,
    scale: 1.0078125,
    crop: 1.25,
    focal: 24,
    aperture: 4,
    distance: 1000,
    target_geom: 0,
    camera: 'EOS 6D',
    lens: 'Canon EF 24-105mm f/4L IS USM',
  };

  it.each<[string, number, string, Params]>([
    [
      '4.2.1',
      6,
      'gz04eJxjZGBgYGWAgUZ7BoYFQHzAkYGhwYGBocoFJOrqH6xg5sIwYMA5MS8/T8HVTcHIRNfQwDQ3VyFN38RHwTNYITTYl26uaLBHxoxAEQC6BxBm',
      { modified: 1 },
    ],
    [
      '5.0.1 and 5.4.1, upgraded',
      10,
      'gz05eJxjZGBgYGWAgUZ7BoYFQHzAkYGhwYGBocoFJOrqH6xg5sIwYMA5MS8/T8HVTcHIRNfQwDQ3VyFN38RHwTNYITTYl26uaLDHhRmh8owIxfZQDAYAtxIT4Q==',
      { has_been_set: 1, md_version: 1, scale_md: 1, v_strength: 0, v_radius: 0.5, v_steepness: 0.5 },
    ],
  ])('%s', (_darktable, version, params, more) => {
    const codec = moduleCodec('lens', version);
    const bytes = decodeBlob(params);
    const read = codec.read(bytes);
    expect(read).toMatchObject({ ...asked, ...more });
    expect(hexOf(codec.write(read))).toBe(hexOf(bytes));
  });
});

describe('effects as darktable wrote them back', () => {
  const asked: Record<string, Params> = {
    vignette: { brightness: Math.fround(-0.4), scale: 60, autoratio: 1, dithering: 2, saturation: 0, center: [0, 0] },
    denoiseprofile: { force_luminance: Array<number>(7).fill(0.25), mode: 4, wavelet_color_mode: 1 },
    defringe: { thresh: 30, radius: 4, op_mode: 0 },
    soften: { amount: 20, size: 50 },
  };
  it.each(['4.2.1', '5.0.1', '5.4.1'])('%s', (version) => {
    const { history } = parseSidecar(fixture(`${version}-png-effects.xmp`));
    const agx: Record<string, Params> =
      version === '5.4.1' ? { agx: { curve_contrast_around_pivot: Math.fround(3.4), base_primaries: 2 } } : {};
    for (const [operation, params] of Object.entries({ ...asked, ...agx })) {
      const item = history.find((one) => one.operation === operation)!;
      const codec = moduleCodec(operation, item.modversion);
      const bytes = decodeBlob(item.params);
      expect(codec.read(bytes), operation).toMatchObject(params);
      expect(hexOf(codec.write(codec.read(bytes)))).toBe(hexOf(bytes));
    }
  });
});

describe('rasterfile', () => {
  it('holds folder and name as zero-terminated texts of 2048 bytes', () => {
    const bytes = moduleCodec('rasterfile').write({ path: '/masks', file: 'himmel-ü.pfm' });
    expect(bytes[0]).toBe(7);
    expect(new TextDecoder().decode(bytes.subarray(4, 11))).toBe('/masks\0');
    expect(moduleCodec('rasterfile').read(bytes)).toEqual({ mode: 7, path: '/masks', file: 'himmel-ü.pfm' });
  });

  it('refuses a path that does not fit with its terminating zero', () => {
    const module = moduleCodec('rasterfile');
    expect(module.read(module.write({ path: 'x'.repeat(2047) }))['path']).toHaveLength(2047);
    expect(refusal(() => module.write({ path: 'x'.repeat(2048) })).code).toBe('out_of_range');
  });
});

describe('moduleCodec', () => {
  it('gives the version to write when none is named, and older or newer ones by number', () => {
    expect(moduleCodec('exposure').version).toBe(6);
    expect(moduleCodec('exposure', 7).version).toBe(7);
    expect(moduleCodec('crop').version).toBe(1);
  });

  it('refuses an unknown module with the nearest names, and an unknown version with the known ones', () => {
    const module = refusal(() => moduleCodec('exposur'));
    expect(module.code).toBe('unsupported_by_darktable');
    expect(module.hint).toContain('exposure');
    const version = refusal(() => moduleCodec('exposure', 5));
    expect(version.code).toBe('unsupported_by_darktable');
    expect(version.hint).toContain('6, 7');
  });

  it('says in which space a module blends: Lab modules and scene-referred ones', () => {
    const lab = MODULES.filter((m) => m.blendColorspace === 'lab').map((m) => m.operation);
    expect(lab).toEqual(['colorzones', 'bilat', 'atrous', 'sharpen', 'lowpass', 'grain', 'bloom', 'defringe']);
  });
});

describe('what is refused', () => {
  it('bytes of another length', () => {
    const error = refusal(() => moduleCodec('exposure').read(new Uint8Array(28)));
    expect(error.code).toBe('unsupported_by_darktable');
    expect(error.message).toContain('28');
  });

  it.each<[string, Params, string]>([
    ['an unknown field', { brightness: 1 }, 'internal'],
    ['a list for a number', { exposure: [1] }, 'internal'],
    ['a text for a number', { exposure: '1' }, 'internal'],
    ['a fraction for an enum', { mode: 0.5 }, 'internal'],
    ['more than the hard limit', { exposure: 19 }, 'out_of_range'],
    ['NaN', { exposure: Number.NaN }, 'out_of_range'],
  ])('%s', (_, params, code) => {
    expect(refusal(() => moduleCodec('exposure').write(params)).code).toBe(code);
  });

  it('a list of another length', () => {
    expect(refusal(() => moduleCodec('channelmixerrgb').write({ red: [1, 0, 0] })).code).toBe('internal');
  });
});
