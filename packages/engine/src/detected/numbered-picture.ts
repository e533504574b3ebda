import type { Picture } from '@chemigram/mask';
import type { Answer, Point, Region, Spot } from '@chemigram/providers/protocol';
import { drawOver } from '../photos/pictures/picture-files.ts';

/** Told apart on most pictures, and by most eyes, in this order (after Okabe and Ito). */
const COLOURS = ['#f0e442', '#56b4e9', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#0072b2', '#ffffff'];
/** Numbers beside more spots than this hide the picture. */
const MOST_NUMBERS = 60;

/** A picture with what was detected drawn over it, each region and each of some spots with its number from 1. */
export function numberedPicture(
  picture: Picture,
  answer: Partial<Answer<'subjects'> & Answer<'spots'>>,
): Promise<Picture> {
  const { width, height } = picture;
  const font = Math.max(11, Math.round(Math.max(width, height) / 45));
  const parts = [
    ...(answer.regions ?? []).flatMap((region, i) => regionSvg(region, i, picture, font)),
    ...(answer.spots ?? []).flatMap((spot, i, { length }) => spotSvg(spot, i, picture, font, length <= MOST_NUMBERS)),
  ];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`;
  return drawOver(picture, `${head}${parts.join('')}</svg>`);
}

function regionSvg({ vertices, holes }: Region, i: number, { width, height }: Picture, font: number): string[] {
  const colour = COLOURS[i % COLOURS.length]!;
  const ring = (points: readonly Point[]): string =>
    `M${points.map(([x, y]) => `${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`).join('L')}Z`;
  const path = [vertices, ...holes].map(ring).join('');
  const [x, y] = middleOf(vertices);
  return [
    `<path d="${path}" fill="${colour}" fill-opacity="0.18" fill-rule="evenodd" stroke="#000" stroke-width="3"/>`,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
    number(i + 1, x * width, y * height, font * 1.4, colour),
  ];
}

function spotSvg(
  { x, y, radius }: Spot,
  i: number,
  { width, height }: Picture,
  font: number,
  named: boolean,
): string[] {
  const colour = COLOURS[0]!;
  const [cx, cy, r] = [x * width, y * height, Math.max(3, radius * Math.min(width, height) + 2)];
  return [
    `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" fill="none" stroke="#000" stroke-width="2.5"/>`,
    `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" fill="none" stroke="${colour}" stroke-width="1.2"/>`,
    ...(named ? [number(i + 1, cx + r, cy - r, font, colour)] : []),
  ];
}

const number = (value: number, x: number, y: number, size: number, colour: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size.toFixed(0)}" font-family="sans-serif" font-weight="bold" ` +
  `fill="${colour}" stroke="#000" stroke-width="3" paint-order="stroke">${value}</text>`;

/** The mean of the vertices: inside of what is not too crooked. */
function middleOf(vertices: readonly Point[]): Point {
  const [x, y] = vertices.reduce(([sx, sy], [vx, vy]) => [sx + vx, sy + vy] as Point, [0, 0]);
  return [x / vertices.length, y / vertices.length];
}
