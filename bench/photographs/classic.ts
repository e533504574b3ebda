/**
 * How well the classic provider does: planted spots on generated grounds and on photographs, with how often a confidence is
 * right, and subjects against hand-made masks, without a hint and from a rough box, beside shapes that look at nothing.
 * Usage: bench/photographs/classic.ts [FOLDER]
 */
import { boundingBox, compare, ellipseOpacity, outlineOpacity, type Raster, toGrey } from '@chemigram/mask';
import { findSpots, findSubjects } from '@chemigram/provider-classic';
import { matched } from '../../providers/classic/test/spots/matched.ts';
import { GROUNDS, planted, plantedOn } from '../../providers/classic/test/spots/planted.ts';
import { photographs } from './photographs.ts';

const CONTRASTS = [
  [25, 70],
  [12, 30],
] as const;
const ON_GROUNDS = 200;
const ON_PHOTOS = 100;
const SEED = 51;
const RADIUS_OFF = 0.25;
/** A box is drawn by so much too large or too small on each side, of the picture. */
const BOX_OFF = 0.02;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const times: number[] = [];
function timed<T>(work: () => T): T {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1000);
  return result;
}
/** How often finds of a confidence were planted ones, by tenths. */
const tenths = Array.from({ length: 10 }, () => ({ all: 0, right: 0 }));

function spotsIn(name: string, { picture, spots }: ReturnType<typeof planted>, counts: boolean): void {
  const found = timed(() => findSpots(picture));
  const pairs = matched(spots, found);
  const right = new Set(pairs.map(([, spot]) => spot));
  const radii = pairs.filter(([spot, { radius }]) => Math.abs(radius / spot.radius - 1) <= RADIUS_OFF);
  if (counts) {
    for (const spot of found) {
      const tenth = tenths[Math.min(9, Math.floor(10 * spot.confidence))]!;
      tenth.all++;
      if (right.has(spot)) tenth.right++;
    }
  }
  const [recall, precision, radius] = [
    pairs.length / spots.length,
    pairs.length / found.length,
    radii.length / pairs.length,
  ].map((share) => share.toFixed(3));
  console.log(`${name.padEnd(22)} recall ${recall}  precision ${precision}  radius within 25 % ${radius}`);
}

for (const contrasts of CONTRASTS) {
  for (const ground of Object.keys(GROUNDS)) {
    spotsIn(`${ground} ${contrasts.join('-')}`, planted(ground, SEED, ON_GROUNDS, undefined, contrasts), false);
  }
}
for (const contrasts of CONTRASTS) {
  for await (const { name, picture } of photographs()) {
    spotsIn(`${name} ${contrasts.join('-')}`, plantedOn(picture, SEED, ON_PHOTOS, contrasts), true);
  }
}
console.log(`\na spot's confidence on photographs, and how often it was a planted one`);
for (const [k, { all, right }] of tenths.entries()) {
  if (all > 0) console.log(`${(k / 10).toFixed(1)} to ${((k + 1) / 10).toFixed(1)}: ${right} of ${all}`);
}
console.log(`processor ${mean(times).toFixed(0)} ms (mean) for the spots of a picture\n`);
times.length = 0;

/** The union of what was found. */
function covered(things: readonly { map: Raster }[], { width, height }: Raster): Raster {
  const data = new Float32Array(width * height);
  for (const { map } of things) map.data.forEach((value, i) => (data[i] = Math.max(data[i]!, value)));
  return { width, height, data };
}

type Box = readonly [number, number, number, number];
const corners = ([x0, y0, x1, y1]: Box): [number, number][] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

/** A photograph's intersections over union, and the confidences that were said. */
interface Row {
  readonly name: string;
  readonly centre: number;
  readonly guess: number;
  readonly said: number;
  readonly box: number;
  readonly inBox: number;
  readonly inBoxSaid: number;
}
const rows: Row[] = [];
for await (const { name, picture, truth } of photographs()) {
  const { width, height } = truth;
  const guess = timed(() => findSubjects(picture, {}));
  const [left, top, right, bottom] = boundingBox(toGrey(truth))!;
  // Two sides too far out, two too far in, as a hand draws.
  const sides = [left - BOX_OFF, top - BOX_OFF, right - BOX_OFF / 2, bottom + BOX_OFF] as const;
  const box = sides.map((side) => Math.min(1, Math.max(0, side))) as unknown as Box;
  const inBox = timed(() => findSubjects(picture, { region: corners(box) }));
  const drawn = outlineOpacity([corners(box).map(([x, y]) => [x * width, y * height])], 0, truth);
  const centre = { cx: width / 2, cy: height / 2, rx: 0.3 * width, ry: 0.3 * height };
  const iou = (raster: Raster): number => compare(raster, truth).iou;
  rows.push({
    name,
    centre: iou(ellipseOpacity({ ...centre, rotation: 0, border: 0 }, truth)),
    guess: iou(covered(guess.things, truth)),
    said: guess.things[0]?.confidence ?? 0,
    box: iou(drawn),
    inBox: iou(covered(inBox.things, truth)),
    inBoxSaid: inBox.things[0]?.confidence ?? 0,
  });
}
console.log('photo         centre ellipse  no hint (said)  box alone  in the box (said)');
for (const { name, centre, guess, said, box, inBox, inBoxSaid } of rows) {
  console.log(
    `${name.padEnd(14)}${centre.toFixed(2).padEnd(16)}${`${guess.toFixed(2)} (${said.toFixed(2)})`.padEnd(16)}${box.toFixed(2).padEnd(11)}${inBox.toFixed(2)} (${inBoxSaid.toFixed(2)})`,
  );
}
const of = (key: 'centre' | 'guess' | 'box' | 'inBox'): string => mean(rows.map((row) => row[key])).toFixed(2);
console.log(`mean          ${of('centre').padEnd(16)}${of('guess').padEnd(16)}${of('box').padEnd(11)}${of('inBox')}`);
console.log(`processor ${mean(times).toFixed(0)} ms (mean) for the subjects of a picture`);
