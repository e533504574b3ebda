import { integer, type Arbitrary } from 'fast-check';

const STEPS = 1000;

/**
 * Numbers spread evenly over a range, its ends among them. (double() draws evenly among the numbers that a float can hold: where
 * 0 lies in the range, nine of ten are next to nothing.)
 */
export const evenly = (min: number, max: number): Arbitrary<number> =>
  integer({ min: 0, max: STEPS }).map((n) => (n === STEPS ? max : min + ((max - min) * n) / STEPS));
