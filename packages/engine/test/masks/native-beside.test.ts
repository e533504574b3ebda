/** Soft outlines of many points, which are parted on another thread: the forms are those that would be made here. */
import type { ComposeMask, DrawnForm } from '@chemigram/mask';
import { expect, it } from 'vitest';
import { nativeForms } from '../../src/masks/forms/native.ts';
import { MANY_POINTS, nativeFormsBeside } from '../../src/masks/forms/native-beside.ts';
import { secondThread } from '../../src/second-thread/second-thread.ts';

const SIZE = { width: 600, height: 400 };

/** A jagged star of so many corners. */
const star = (corners: number, border = 0.03): DrawnForm => ({
  dt_form: 'path',
  dt_params: {
    vertices: Array.from({ length: corners }, (_, i) => {
      const angle = (2 * Math.PI * i) / corners;
      const reach = i % 2 === 0 ? 0.4 : 0.3;
      return [0.5 + reach * Math.cos(angle), 0.5 + reach * Math.sin(angle)];
    }),
    holes: [],
    border,
    smooth: false,
  },
});

const asked = async (mask: DrawnForm | ComposeMask) => {
  let parted = 0;
  const forms = await nativeFormsBeside(mask, SIZE, 'mask', (...outline) => {
    parted++;
    return secondThread.do('part', outline);
  });
  return { forms, parted };
};

it('outlines of many points are parted on the second thread, each into its own place among the forms', async () => {
  const mask: ComposeMask = {
    kind: 'compose',
    operation: 'subtract',
    operands: [star(MANY_POINTS), star(12), star(MANY_POINTS + 32, 0.01), star(MANY_POINTS, 0)],
  };
  const { forms, parted } = await asked(mask);
  expect(parted).toBe(2);
  expect(forms).toEqual(nativeForms(mask, SIZE, 'mask'));
});

it('one of few points is parted at once, for its way there and back would take longer', async () => {
  const { forms, parted } = await asked(star(12));
  expect(parted).toBe(0);
  expect(forms).toEqual(nativeForms(star(12), SIZE, 'mask'));
});
