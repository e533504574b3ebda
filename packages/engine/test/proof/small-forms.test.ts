import { parseMask } from '@chemigram/mask';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureDrawn } from '../../src/photos/masks/measured-opacity.ts';
import { Darkroom } from '../helpers/photos.ts';
import { MEETING } from './cases.ts';
import { FRAMES, SEVERAL } from './framings.ts';

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await Darkroom.open();
});
afterAll(() => darkroom.close());

describe('on a photo of 640 pixels', () => {
  const SIZE = { width: 640, height: 428 };
  const eye = (rx: number, ry: number, border: number, [x, y]: readonly [number, number]) => ({
    dt_form: 'ellipse',
    dt_params: { center_x: x, center_y: y, radius_x: rx / SIZE.width, radius_y: ry / SIZE.height, rotation: rx === ry ? 0 : 25, border: border / SIZE.height }, // prettier-ignore
  });
  const measured = async (specs: readonly object[]) => {
    const developer = await darkroom.developer(await darkroom.photo('png', 1, SIZE));
    const masks = specs.map((spec) => parseMask(spec, SIZE).mask);
    return measureDrawn(developer, masks, await developer.develop({ moves: [] }), SIZE.width);
  };
  const PLACES = [[0.4, 0.4], [0.7013, 0.3037]] as const; // prettier-ignore
  const of = (border: number) => PLACES.flatMap((at) => [eye(5, 5, border, at), eye(12, 6, border, at), eye(20, 20, border, at)]); // prettier-ignore

  it('a hard ellipse of 5 to 20 pixels covers what was said, and that is told', async () => {
    for (const { placed, agreement } of await measured(of(0))) {
      // As darktable's own ellipse, looked at every fourth pixel: .44, .64 and .90, told 1.
      expect(agreement).toBeGreaterThanOrEqual(0.96);
      expect(Math.abs(placed.agreement - agreement)).toBeLessThanOrEqual(0.03);
    }
  });

  it('so does one with a feather of two pixels', async () => {
    for (const { placed, agreement } of await measured(of(2.1))) {
      // Before: .77, .83 and .95, told 1.
      expect(agreement).toBeGreaterThanOrEqual(0.95);
      expect(Math.abs(placed.agreement - agreement)).toBeLessThanOrEqual(0.03);
    }
  });

  it('one with a wide feather is an ellipse in darktable too', async () => {
    for (const { placed, agreement } of await measured(of(20))) {
      expect(placed.forms.map(({ form }) => form.kind)).toContain('ellipse');
      expect(agreement).toBeGreaterThanOrEqual(0.97);
      expect(Math.abs(placed.agreement - agreement)).toBeLessThanOrEqual(0.02);
    }
  });
});

describe(`on a photo that is ${SEVERAL} to 900 pixels`, () => {
  // In the drawing of a feather half of the opacity is a step of its own: selected or not by rounding, .980 and .983.
  it.each([
    [4, 'a stroke that is soft from its middle line on'],
    [3, 'a soft brush that goes to and fro'],
  ] as const)('turned by orientation %i, %s agrees by .985', async (orientation, name) => {
    const developer = await darkroom.developer(await darkroom.photo('dng', orientation));
    const on = await developer.develop({ moves: FRAMES[SEVERAL]! });
    const { mask } = parseMask(MEETING[name]!, on.displayed);
    const [result] = await measureDrawn(developer, [mask], on, Math.max(on.displayed.width, on.displayed.height));
    expect(result!.agreement).toBeGreaterThanOrEqual(0.985);
    expect(Math.abs(result!.placed.agreement - result!.agreement)).toBeLessThanOrEqual(0.006);
  });
});
