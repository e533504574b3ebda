import { expect, test } from 'vitest';
import { closeUp } from '../../src/photos/pictures/close-up.ts';

const PHOTO = { width: 900, height: 600 };

test('a small thing is shown large, with as much around it on each side', () => {
  const [x0, y0, x1, y1] = closeUp([[0.4, 0.3, 0.5, 0.45]], PHOTO);
  const around = [0.4 - x0, x1 - 0.5].map((share) => share * 900);
  const aboveAndBelow = [0.3 - y0, y1 - 0.45].map((share) => share * 600);
  for (const room of [...around, ...aboveAndBelow]) expect(room).toBeCloseTo(around[0]!, 6);
  expect(x1 - x0).toBeCloseTo(0.25, 6);
});

test('all of the boxes are in it, one at the rim too, and nothing beyond the picture', () => {
  const [x0, y0, x1, y1] = closeUp([null, [0, 0.8, 0.1, 1], [0.1, 0.6, 0.3, 0.9]], PHOTO);
  expect([x0, y1]).toEqual([0, 1]);
  expect(x1).toBeGreaterThan(0.3);
  expect(x1).toBeLessThan(0.6);
  expect(y0).toBeLessThan(0.6);
});

test('what takes most of the picture is shown in the whole of it, and so is nothing', () => {
  expect(closeUp([[0.1, 0.1, 0.9, 0.5]], PHOTO)).toEqual([0, 0, 1, 1]);
  expect(closeUp([null], PHOTO)).toEqual([0, 0, 1, 1]);
});
