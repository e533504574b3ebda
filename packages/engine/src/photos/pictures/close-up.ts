import type { Size } from '@chemigram/mask';
import type { Region } from './drawing.ts';

/** Room around what is shown, on each side, as a share of its longer side: enough to see what lies beside it. */
const AROUND = 0.35;
/** The longer side of a part at least, as a share of the picture's: beyond it a preview has no more to show. */
const SMALLEST = 0.25;
/** A part of at least this share of the picture's longer side shows no more than the whole does. */
const NEARLY_ALL = 0.8;

const WHOLE: Region = [0, 0, 1, 1];

/** The part of a picture that shows these boxes large and what lies around them; the whole where they take most of it. */
export function closeUp(boxes: readonly (Region | null)[], { width, height }: Size): Region {
  const there = boxes.filter((box) => box !== null);
  if (there.length === 0) return WHOLE;
  const least = (edge: 0 | 1): number => Math.min(...there.map((box) => box[edge]));
  const most = (edge: 2 | 3): number => Math.max(...there.map((box) => box[edge]));
  const across = [least(0) * width, most(2) * width] as const;
  const down = [least(1) * height, most(3) * height] as const;
  const side = Math.max(across[1] - across[0], down[1] - down[0]);
  const longest = Math.max(width, height);
  const room = Math.max(AROUND * side, (SMALLEST * longest - side) / 2);
  if (side + 2 * room >= NEARLY_ALL * longest) return WHOLE;
  const grown = ([from, to]: readonly [number, number], length: number): [number, number] => [
    Math.max(0, from - room) / length,
    Math.min(length, to + room) / length,
  ];
  const [[x0, x1], [y0, y1]] = [grown(across, width), grown(down, height)];
  return [x0, y0, x1, y1];
}
