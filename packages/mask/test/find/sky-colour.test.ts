import { expect, it } from 'vitest';
import { skyColour } from '../../src/find/sky-colour.ts';

it.each([
  ['grey of clouds', 0, 0, 1],
  ['a pale green, half a cloud', -10.5, 0, 0.5],
  ['green', -40, 0, 0],
  ['blue', 0, -40, 1],
  ['turquoise above a summer horizon', -30, -20, 1],
  ['the green of a lagoon', -50, -20, 0],
  ['violet', 30, -40, 0],
  ['the yellow of dusk', 0, 50, 1],
  ['the pale yellow of a wall, or of dusk', 0, 24, 0.5],
  ['the orange of dusk', 50, 30, 1],
  ['pure red', 60, 10, 0],
  ['the yellow green of leaves', -30, 50, 0],
])('%s (a %d, b %d) is a sky to %d', (_name, a, b, told) => {
  expect(skyColour({ a: Float32Array.of(a), b: Float32Array.of(b) }, 0)).toBeCloseTo(told, 6);
});
