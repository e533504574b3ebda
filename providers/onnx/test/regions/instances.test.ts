import { describe, expect, it } from 'vitest';
import { instances, type Scored } from '../../src/regions/instances.ts';

const SIDE = 20;

/** A mask that is sure of the columns from `from` to before `to`, with logits of `sure` within and the contrary outside. */
function columns(from: number, to: number, score: number | undefined = 0.9, sure = 10): Scored {
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE >= from && i % SIDE < to ? sure : -10));
  return { mask: { width: SIDE, height: SIDE, data }, score };
}

const found = (masks: Scored[], count?: number): number[] =>
  instances(masks, count).map(({ mask }) => mask.data.indexOf(10));

describe('the things among the masks of many points', () => {
  it('are each there once, as the surest mask has it', () => {
    expect(found([columns(0, 8, 0.85), columns(1, 8, 0.95), columns(12, 20, 0.9)])).toEqual([1, 12]);
  });

  it('may overlap by a part', () => {
    expect(found([columns(0, 8), columns(4, 12)])).toEqual([0, 4]);
  });

  it('are as many as are asked for, the surest', () => {
    expect(found([columns(0, 4, 0.85), columns(5, 9, 0.95), columns(10, 14, 0.9)], 2)).toEqual([5, 10]);
  });

  it.each([
    ['a low score', columns(0, 8, 0.7)],
    ['nothing in it', columns(0, 0)],
    ['the whole picture in it', columns(0, 20)],
    ['an edge that depends on the threshold', columns(0, 8, 0.9, 0.5)],
  ])('are not those with %s', (_, mask) => {
    expect(found([mask, columns(12, 16)])).toEqual([12]);
  });

  it('need no scores', () => {
    expect(found([columns(0, 8, undefined), columns(12, 16, undefined)])).toEqual([0, 12]);
  });
});
