import type { Grey } from '@chemigram/mask';
import { expect, test } from 'vitest';
import { PlacedShelf } from '../../src/photos/masks/placed-shelf.ts';

interface Drawn {
  readonly predicted: Grey;
}

/** A shelf of small masks, each all of one grey; and how many were placed. */
function shelf() {
  const masks = new PlacedShelf<Drawn>();
  const made: number[] = [];
  const lend = <T>(grey: number, use: (mask: Drawn) => T | Promise<T>): Promise<T> =>
    masks.lend(
      `${grey}`,
      async (spare) => {
        made.push(grey);
        return { predicted: { width: 2, height: 2, grey: spare(4).fill(grey) } };
      },
      use,
    );
  /** So many that all before them are no longer kept. */
  const crowd = async (from: number): Promise<void> => {
    for (let k = 0; k < 40; k++) await lend(from + k, () => undefined);
  };
  return { lend, crowd, made };
}

const valuesOf = ({ predicted }: Drawn): number[] => [...predicted.grey];

test('a mask that is kept is placed once, and is as it was', async () => {
  const { lend, made } = shelf();
  expect(await lend(7, valuesOf)).toEqual([7, 7, 7, 7]);
  await lend(8, valuesOf);
  expect(await lend(7, valuesOf)).toEqual([7, 7, 7, 7]);
  expect(made).toEqual([7, 8]);
});

test('a raster that is looked at is nobody elses, however many masks are placed meanwhile', async () => {
  const { lend, crowd, made } = shelf();
  const seen = await lend(7, async (mask) => {
    await crowd(100);
    return valuesOf(mask);
  });
  expect(seen).toEqual([7, 7, 7, 7]);
  await lend(7, valuesOf);
  expect(made.filter((grey) => grey === 7)).toHaveLength(2);
});

test('a raster that nobody keeps or looks at becomes that of a later mask', async () => {
  const { lend, crowd } = shelf();
  const first = await lend(7, ({ predicted }) => predicted.grey);
  await crowd(100);
  const later = new Set<Uint16Array>();
  for (let k = 0; k < 40; k++) await lend(200 + k, ({ predicted }) => later.add(predicted.grey));
  expect(later.has(first)).toBe(true);
});

test('of two that place one mask at once, each sees its own until both are done', async () => {
  const { lend, crowd } = shelf();
  const look = (): Promise<number[]> =>
    lend(7, async (mask) => {
      await crowd(100);
      return valuesOf(mask);
    });
  expect(await Promise.all([look(), look()])).toEqual([
    [7, 7, 7, 7],
    [7, 7, 7, 7],
  ]);
});

test('a raster is given on when looking at it failed', async () => {
  const { lend, crowd } = shelf();
  let raster: Uint16Array | null = null;
  const failing = lend(7, ({ predicted }) => {
    raster = predicted.grey;
    throw new Error('no room on the disk');
  });
  await expect(failing).rejects.toThrow('no room on the disk');
  const later = new Set<Uint16Array>();
  await crowd(100);
  for (let k = 0; k < 40; k++) await lend(200 + k, ({ predicted }) => later.add(predicted.grey));
  expect(later.has(raster!)).toBe(true);
});
