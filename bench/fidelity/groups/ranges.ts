import { DRAWN } from '../../../packages/engine/test/proof/cases.ts';
import { casesOf } from '../group.ts';
import type { Group, MaskCase } from '../group.ts';
import { COLOUR_BANDS, LUMINANCE_BANDS, masksOf } from './bands.ts';

export const LUMINANCE: Group = {
  name: 'luminance',
  kind: 'luminance',
  batches: (photos) =>
    [photos.raw(), ...photos.found, ...photos.jpegs].map((photo) => ({
      photo,
      cases: casesOf(masksOf(LUMINANCE_BANDS)),
    })),
};

export const COLOUR: Group = {
  name: 'colour',
  kind: 'colour',
  batches: (photos) =>
    [photos.raw(), ...photos.found, ...photos.jpegs].map((photo) => ({ photo, cases: casesOf(masksOf(COLOUR_BANDS)) })),
};

/** A form of each manner with a range of each. */
const WITH_RANGE: readonly [form: string, range: keyof typeof BANDS][] = [
  ['a wide ellipse', 'midtones'],
  ['a rotated rectangle', 'shadows'],
  ['a gradient at 30', 'highlights'],
  ['a gradient at 180', 'blues'],
  ['a concave path', 'muted'],
];
const BANDS = { ...LUMINANCE_BANDS, ...COLOUR_BANDS };

const withRange = WITH_RANGE.map(([form, range]): MaskCase => {
  const [drawn, range_filter] = [DRAWN[form]!, BANDS[range]];
  return { name: `${form} with ${range}`, spec: { ...drawn, range_filter }, parts: [drawn, { range_filter }] };
});

export const FORM_WITH_RANGE: Group = {
  name: 'with-range',
  kind: 'with-range',
  batches: (photos) => photos.few.map((photo) => ({ photo, cases: withRange })),
};
