import type { DrawnForm, Mask } from '@chemigram/mask';

/** What a range filter's kind is called. */
export const RANGE_WORDS: Readonly<Record<string, string>> = {
  luminance: 'a range of brightness',
  color_h: 'a range of hues',
  color_s: 'a range of saturation',
  color_l: 'a range of lightness',
};

/** Thirds of the picture, from the top left. */
const PLACES = [
  ['at the upper left', 'at the top', 'at the upper right'],
  ['at the left', 'in the middle', 'at the right'],
  ['at the lower left', 'at the bottom', 'at the lower right'],
] as const;

/** Where a gradient's full effect lies, by quarter turns of its rotation. */
const SIDES = ['from the top', 'from the left', 'from the bottom', 'from the right'] as const;

const JOINS = { union: 'and', intersect: 'where also', subtract: 'without', exclude: 'or only' } as const;

/** "everything but an ellipse at the upper left within a range of brightness". */
export function describeMask(mask: Mask): string {
  const words = bareMask(mask);
  const inverted = mask.invert === true ? `everything but ${words}` : words;
  const scaled = mask.opacity === undefined ? inverted : `${inverted} at ${Math.round(mask.opacity * 100)} %`;
  const snapped = mask.snap === undefined ? scaled : `${scaled}, snapped to the edges`;
  return mask.refine === undefined ? snapped : `${snapped}, refined`;
}

function bareMask(mask: Mask): string {
  if (mask.kind === 'compose') return mask.operands.map(describeMask).join(` ${JOINS[mask.operation]} `);
  if (mask.kind === 'named') return mask.name;
  if (mask.kind === 'detected') return `what was detected as ${mask.id}`;
  if (mask.kind === 'raster') return 'a raster';
  const ranges = (mask.range_filters ?? []).map(
    ({ kind, min, max, invert }) => `${invert ? 'outside ' : ''}${RANGE_WORDS[kind] ?? kind} ${min} to ${max}`,
  );
  return [...(mask.dt_form === undefined ? [] : [describeForm(mask)]), ...ranges].join(' within ');
}

function describeForm(form: DrawnForm): string {
  switch (form.dt_form) {
    case 'ellipse':
      return `an ellipse ${placeOf([[form.dt_params.center_x, form.dt_params.center_y]])}`;
    case 'circle':
      return `a circle ${placeOf([[form.dt_params.center_x, form.dt_params.center_y]])}`;
    case 'rectangle': {
      const { x0, y0, x1, y1 } = form.dt_params;
      return `a rectangle ${placeOf([
        [x0, y0],
        [x1, y1],
      ])}`;
    }
    case 'path':
      return `an outline ${placeOf(form.dt_params.vertices)}`;
    case 'brush':
      return `a brush stroke ${placeOf(form.dt_params.points)}`;
    case 'gradient':
      return `a gradient ${SIDES[((Math.round(form.dt_params.rotation / 90) % 4) + 4) % 4]!}`;
  }
}

/** The third of the picture in which the middle of some points lies. */
function placeOf(points: readonly (readonly [number, number])[]): string {
  const third = (axis: 0 | 1): 0 | 1 | 2 => {
    const along = points.map((point) => point[axis]);
    const middle = along.reduce((a, b) => Math.min(a, b)) / 2 + along.reduce((a, b) => Math.max(a, b)) / 2;
    return middle < 1 / 3 ? 0 : middle <= 2 / 3 ? 1 : 2;
  };
  return PLACES[third(1)][third(0)];
}
