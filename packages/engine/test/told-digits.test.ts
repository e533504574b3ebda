import { expect, test } from 'vitest';
import { withToldDigits } from '../src/told-digits.ts';

test('numbers are told to a millionth wherever they stand, and everything else as it is', () => {
  const told = {
    coverage: 0.017845937446171734,
    bbox: [0.28989751098096633, 1, -1e-9],
    parts: [{ error: 2e-7, bytes: 250_111_222, at: null, name: '0.123456789', on: true }],
  };
  expect(withToldDigits(told)).toEqual({
    coverage: 0.017846,
    bbox: [0.289898, 1, 0],
    parts: [{ error: 0, bytes: 250_111_222, at: null, name: '0.123456789', on: true }],
  });
});
