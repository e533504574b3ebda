import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTRACTS } from '@chemigram/engine';
import { readSpots, type AskedSpot } from '../../src/repair/read-spots.ts';
import { refusal } from '../../../errors/test/refusal.ts';

const DISPLAYED = { width: 3000, height: 2000, frame: 'whole' };
const PREVIEW = { width: 750, height: 500 };
const read = (spot: AskedSpot, coords?: object) => readSpots([spot], coords, DISPLAYED).spots[0]!;

describe('what a spot is kept as', () => {
  it('is in fractions, whichever it was said in, with a feather of a quarter of its radius', () => {
    const said = { kind: 'heal', x: 300, y: 100, radius: 10, source: [400, 100] } as const;
    const kept = read({ ...said, source: [...said.source] }, PREVIEW);
    expect(kept).toEqual({ kind: 'heal', x: 0.4, y: 0.2, radius: 0.02, border: 0.005, source: [0.533333, 0.2] });
    expect(read({ ...kept, source: [0.533333, 0.2] })).toEqual(kept);
  });

  it('comes back as it is when it is read again, ellipse and outline too', () => {
    const tenMillionths = (min: number, max: number) => integer({ min, max }).map((n) => n / 1e7);
    const position = tenMillionths(1e6, 9e6);
    const radius = tenMillionths(4e4, 1e6);
    assert(
      property(position, position, radius, radius, (x, y, radius_x, radius_y) => {
        const ellipse = read({ kind: 'clone', x, y, radius_x, radius_y, rotation: 30, source: [y, x] });
        expect(read(ellipse as AskedSpot)).toEqual(ellipse);
        const path = [
          [x, y],
          [x + radius_x, y],
          [x, y + radius_y],
        ];
        const outline = read({ kind: 'blur', path, blur: radius_x });
        expect(read(outline as AskedSpot)).toEqual(outline);
      }),
    );
  });
});

describe('what is refused, by the name of the spot and its field', () => {
  const at = { kind: 'heal', x: 0.5, y: 0.5 } as const;
  it.each([
    ['no radius', { ...at, radius: 0 }, 'out_of_range', 'spots[0].radius', /above 0/],
    ['a radius of less than pixels', { ...at, radius: 0.0005 }, 'out_of_range', 'spots[0].radius', /1.00 pixels.*1.5/],
    ['a place outside', { ...at, x: 1.2, radius: 0.01 }, 'out_of_range', 'spots[0]', /1.2.*0 to 1/],
    ['a source outside', { ...at, radius: 0.01, source: [0.5, -0.1] }, 'out_of_range', 'spots[0].source', /0 to 1/],
    ['pixels without coords', { ...at, x: 512, radius: 0.01 }, 'out_of_range', 'spots[0].x', /512/],
  ] as const)('%s', (_what, spot, code, field, says) => {
    const asked = { ...spot, ...('source' in spot ? { source: [...spot.source] } : {}) } as AskedSpot;
    const error = refusal(() => read(asked));
    expect(error).toMatchObject({ code, field });
    expect(error.message).toMatch(says);
  });

  it('an outline that falls into two', () => {
    const path = [
      [0.4, 0.4],
      [0.6, 0.6],
      [0.6, 0.4],
      [0.4, 0.6],
    ];
    expect(refusal(() => read({ kind: 'heal', path }))).toMatchObject({
      code: 'invalid_input',
      field: 'spots[0].path',
    });
  });

  it.each([
    ['two shapes', { kind: 'heal', x: 0.5, y: 0.5, radius: 0.1, path: [] }],
    ['half an ellipse', { kind: 'heal', x: 0.5, y: 0.5, radius_x: 0.1 }],
    ['a source of a blur', { kind: 'blur', x: 0.5, y: 0.5, radius: 0.1, source: [0, 0] }],
    ['a spread of a heal', { kind: 'heal', x: 0.5, y: 0.5, radius: 0.1, blur: 0.1 }],
    ['an unknown kind', { kind: 'erase', x: 0.5, y: 0.5, radius: 0.1 }],
  ])('%s', (_what, spot) => {
    expect(CONTRACTS.apply_spot.input.safeParse({ image_id: 'iguana', spots: [spot] }).success).toBe(false);
  });

  it('more than 200 spots', () => {
    const spots = Array.from({ length: 201 }, () => ({ ...at, radius: 0.01 }));
    expect(CONTRACTS.apply_spot.input.safeParse({ image_id: 'iguana', spots: spots.slice(1) }).success).toBe(true);
    expect(CONTRACTS.apply_spot.input.safeParse({ image_id: 'iguana', spots }).success).toBe(false);
  });
});
