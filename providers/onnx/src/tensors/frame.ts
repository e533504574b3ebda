import type { Size } from '@chemigram/mask';
import type { InputDescription } from '../description/model-description.ts';

/** Where a picture lies in a model's input: from its top-left corner, `used` of `whole` pixels. */
export interface Frame {
  readonly whole: Size;
  readonly used: Size;
}

/** The frame of a picture in an input as described by `fit`. */
export function frameOf(
  picture: Size,
  input: Pick<InputDescription, 'width' | 'height' | 'fit' | 'multiple_of'>,
): Frame {
  const whole = { width: input.width, height: input.height };
  if (input.fit === 'stretch') return { whole, used: whole };
  const scale = Math.min(whole.width / picture.width, whole.height / picture.height);
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  if (input.fit === 'pad') return { whole, used: { width, height } };
  const multiple = (side: number): number => Math.ceil(side / input.multiple_of) * input.multiple_of;
  const used = { width: multiple(width), height: multiple(height) };
  return { whole: used, used };
}
