import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeBlob,
  encodeBlob,
  MEMBER_STATE,
  MEMBER_VISIBLE,
  parseSidecar,
  readForm,
  readIdentity,
  writeForm,
  type Form,
} from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { FIXTURES, fixture, worksOrRefuses } from '../support.ts';

const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const pair = fc.tuple(float, float);
const int = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const node = { corner: pair, ctrl1: pair, ctrl2: pair, border: pair, state: fc.constantFrom(1, 2) };
const many = { minLength: 1, maxLength: 40 };
const form: fc.Arbitrary<Form> = fc.oneof(
  fc.record({ kind: fc.constant('circle' as const), center: pair, radius: float, border: float }),
  fc.record({
    kind: fc.constant('ellipse' as const),
    center: pair,
    radius: pair,
    rotation: float,
    border: float,
    proportional: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('path' as const), nodes: fc.array(fc.record(node), many) }),
  fc.record({
    kind: fc.constant('gradient' as const),
    anchor: pair,
    rotation: float,
    compression: float,
    steepness: float,
    curvature: float,
    state: fc.constantFrom(1, 2),
  }),
  fc.record({
    kind: fc.constant('brush' as const),
    nodes: fc.array(fc.record({ ...node, density: float, hardness: float }), many),
  }),
  fc.record({
    kind: fc.constant('group' as const),
    members: fc
      .array(fc.record({ formId: int, parentId: int, state: fc.constantFrom(3, 7), opacity: float }), many)
      .map(([first, ...rest]) => [first!, ...rest.map((m) => ({ ...m, state: m.state | MEMBER_STATE.UNION }))]),
  }),
);

const IDENTITY = { id: 7, name: 'sky', num: 0 };

describe('mask forms', () => {
  test('every form comes back as it was written', () => {
    fc.assert(
      fc.property(form, (f) => {
        expect(readForm(writeForm(f, IDENTITY))).toEqual(f);
      }),
    );
  });

  test("darktable's own masks come back byte for byte", () => {
    const masks = FIXTURES.flatMap((name) => parseSidecar(fixture(name)).masks);
    expect(masks.length).toBeGreaterThanOrEqual(21);
    for (const item of masks) {
      const written = writeForm(readForm(item), readIdentity(item));
      expect(decodeBlob(written.points)).toEqual(decodeBlob(item.points));
      expect({ ...written, points: '', extra: {} }).toEqual({ ...item, points: '', extra: {} });
    }
  });

  test('point sizes are those of mask version 6', () => {
    const sizes = parseSidecar(fixture('5.4.1-png-masks.xmp')).masks.map((m) => [
      readForm(m).kind,
      decodeBlob(m.points).length / m.nb,
    ]);
    expect(Object.fromEntries(sizes)).toEqual({
      circle: 16,
      ellipse: 28,
      path: 36,
      gradient: 28,
      brush: 44,
      group: 16,
    });
  });

  test('clones carry their bit and their source', () => {
    const spot: Form = { kind: 'circle', center: [0.5, 0.5], radius: 0.1, border: 0.02 };
    const item = writeForm(spot, { ...IDENTITY, usage: 'clone', source: [0.25, 0.75] });
    expect(item.maskType).toBe(1 + 8);
    expect(readIdentity(item)).toEqual({ ...IDENTITY, usage: 'clone', source: [0.25, 0.75] });
    expect(readIdentity(writeForm(spot, { ...IDENTITY, usage: 'nonclone' })).usage).toBe('nonclone');
    expect(readForm(item)).toEqual({ ...spot, radius: Math.fround(0.1), border: Math.fround(0.02) });
  });

  test('a group whose first member combines with nothing is refused', () => {
    const member = { formId: 1, parentId: 2, opacity: 1, state: MEMBER_VISIBLE | MEMBER_STATE.UNION };
    expect(refusal(() => writeForm({ kind: 'group', members: [member] }, IDENTITY)).field).toBe('members[0].state');
  });

  test('older mask versions, unknown types, empty forms and bad ids are refused', () => {
    const circle = writeForm({ kind: 'circle', center: [0, 0], radius: 1, border: 0 }, IDENTITY);
    expect(refusal(() => readForm({ ...circle, maskVersion: 5 })).code).toBe('unsupported_by_darktable');
    expect(refusal(() => readForm({ ...circle, maskType: 3 })).code).toBe('unsupported_by_darktable');
    expect(refusal(() => readForm({ ...circle, nb: 2 })).code).toBe('invalid_input');
    // The last four bytes of an ellipse are its flags, 0 or 1.
    const flags = encodeBlob(Uint8Array.from({ length: 28 }, (_, i) => (i === 24 ? 2 : 0)));
    expect(refusal(() => readForm({ ...circle, maskType: 32, points: flags })).field).toBe('flags');
    expect(refusal(() => writeForm({ kind: 'path', nodes: [] }, IDENTITY)).code).toBe('invalid_input');
    expect(refusal(() => writeForm({ kind: 'circle', center: [0, NaN], radius: 1, border: 0 }, IDENTITY)).code).toBe(
      'out_of_range',
    );
    expect(
      refusal(() => writeForm({ kind: 'circle', center: [0, 0], radius: 1, border: 0 }, { ...IDENTITY, id: 0 })).code,
    ).toBe('out_of_range');
    expect(
      refusal(() =>
        writeForm({ kind: 'circle', center: [0, 0], radius: 1, border: 0 }, { ...IDENTITY, name: 'ä'.repeat(64) }),
      ).code,
    ).toBe('out_of_range');
  });

  test('any bytes under any type are read or refused', () => {
    const type = fc.constantFrom(1, 2, 4, 9, 16, 32, 64, 130);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), type, fc.integer({ min: -1, max: 5 }), (bytes, maskType, nb) => {
        const item = { ...writeForm({ kind: 'circle', center: [0, 0], radius: 1, border: 0 }, IDENTITY), maskType, nb };
        expect(worksOrRefuses(() => readForm({ ...item, points: encodeBlob(bytes) }))).toBe(true);
      }),
    );
  });
});
