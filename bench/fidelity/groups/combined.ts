import { COMBINED as PROVED, DRAWN, inverted } from '../../../packages/engine/test/proof/cases.ts';
import { FRAMES, SEVERAL } from '../../../packages/engine/test/proof/framings.ts';
import { casesOf } from '../group.ts';
import type { Batch, Group } from '../group.ts';

const compose = (operation: string, ...operands: object[]): object => ({ kind: 'compose', operation, operands });
const form = (name: string): object => DRAWN[name]!;

const LEFT = { dt_form: 'ellipse', dt_params: { center_x: 0.38, center_y: 0.5, radius_x: 0.24, radius_y: 0.3 } };
const RIGHT = {
  dt_form: 'rectangle',
  dt_params: { x0: 0.45, y0: 0.25, x1: 0.85, y1: 0.75, rotation: 12, border: 0.03 },
};
const SKY = form('a gradient at 0');
const PATH = form('a concave path');
const HOLE = { dt_form: 'circle', dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.1, border: 0.02 } };

const COMBINED: Readonly<Record<string, object>> = {
  ...Object.fromEntries(Object.entries(DRAWN).map(([name, spec]) => [`all but ${name}`, inverted(spec)])),
  'a union': compose('union', LEFT, RIGHT),
  'an intersection': compose('intersect', LEFT, RIGHT),
  'a subtraction': compose('subtract', LEFT, RIGHT),
  'an exclusion': compose('exclude', LEFT, RIGHT),
  'a gradient and a path': compose('intersect', SKY, PATH),
  'a gradient without a path': compose('subtract', SKY, PATH),
  'a gradient excluded with a path': compose('exclude', SKY, PATH),
  'all but a union': { ...compose('union', LEFT, RIGHT), invert: true },
  'a union at 60 %': { ...compose('union', LEFT, RIGHT), opacity: 0.6 },
  'a ring within a gradient': compose('intersect', compose('subtract', LEFT, HOLE), SKY),
  'two deep: a union without an intersection': compose(
    'subtract',
    compose('union', LEFT, RIGHT),
    compose('intersect', LEFT, RIGHT),
  ),
  'three deep: subtractions in a union in an intersection': compose(
    'intersect',
    compose('union', compose('subtract', LEFT, HOLE), compose('subtract', RIGHT, HOLE)),
    inverted(SKY as Record<string, unknown>),
  ),
  'three deep: an exclusion in a subtraction in a union': compose(
    'union',
    compose('subtract', PATH, compose('exclude', LEFT, RIGHT)),
    HOLE,
  ),
  ...PROVED,
};

export const COMBINATIONS: Group = {
  name: 'combined',
  kind: 'combined',
  batches: (photos) => {
    const cases = casesOf(COMBINED);
    const framed = { name: SEVERAL, moves: FRAMES[SEVERAL]! };
    return [
      { photo: photos.png, cases },
      { photo: photos.raw(6), cases },
      { photo: photos.raw(), frame: framed, cases },
    ] satisfies Batch[];
  },
};
