import { bboxOf, type Point, type Region } from '@chemigram/providers/protocol';
import { expect, it } from 'vitest';
import { byHints } from '../../src/regions/by-hints.ts';

const box = (x0: number, y0: number, x1: number, y1: number): Point[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];
const region = (label: string, vertices: Point[], holes: Point[][] = []): Region => ({
  label,
  vertices,
  holes,
  confidence: 1,
  bbox: bboxOf(vertices),
});

const REGIONS = [region('ring', box(0, 0, 0.4, 0.4), [box(0.1, 0.1, 0.3, 0.3)]), region('block', box(0.6, 0, 1, 0.4))];

it.each([
  ['nothing', {}, ['ring', 'block']],
  ['a point on one', { positive: [[0.05, 0.2]] }, ['ring']],
  ['a point in its hole', { positive: [[0.2, 0.2]] }, []],
  [
    'a point on each',
    {
      positive: [
        [0.05, 0.2],
        [0.7, 0.2],
      ],
    },
    ['ring', 'block'],
  ],
  ['a point that is not on it', { negative: [[0.7, 0.2]] }, ['ring']],
  ['a rough outline around one', { region: box(0.5, 0, 1, 0.5) }, ['block']],
  ['a rough outline around less than half of it', { region: box(0.85, 0, 1, 0.5) }, []],
] as const)('of the regions hints mean those that fit: %s', (_, hints, meant) => {
  const { positive, negative, region: rough } = hints as Record<string, Point[]>;
  const said = { ...(positive && { positive }), ...(negative && { negative }), ...(rough && { region: rough }) };
  expect(byHints(REGIONS, said).map(({ label }) => label)).toEqual(meant);
});
