import { ChemigramError } from '@chemigram/errors';
import { type Mask, parseMask } from '../src/index.ts';

export const DISPLAYED = { width: 1024, height: 683 };
export const circle = (over: object = {}) => ({
  dt_form: 'circle',
  dt_params: { center_x: 0.5, center_y: 0.5, radius: 0.2, ...over },
});
export const path = (vertices: unknown, over: object = {}) => ({ dt_form: 'path', dt_params: { vertices, ...over } });
export const square = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
export const compose = (...operands: unknown[]) => ({ kind: 'compose', operation: 'union', operands });
export const parse = (input: unknown) => parseMask(input, DISPLAYED);

/** What parseMask does with any input: its mask, or how it refused. Anything but a ChemigramError flies on. */
export function outcome(input: unknown, size = DISPLAYED): { how: string; mask?: Mask } {
  try {
    return { how: 'accepted', mask: parseMask(input, size).mask };
  } catch (thrown) {
    if (thrown instanceof ChemigramError) return { how: thrown.code };
    throw thrown;
  }
}
export const HOWS = ['accepted', 'invalid_input', 'out_of_range'];

export function refusal(input: unknown): { code: string; field: string | undefined; message: string } {
  try {
    parse(input);
  } catch (thrown) {
    if (thrown instanceof ChemigramError) return { code: thrown.code, field: thrown.field, message: thrown.message };
    throw thrown;
  }
  throw new Error(`was accepted: ${JSON.stringify(input)}`);
}
