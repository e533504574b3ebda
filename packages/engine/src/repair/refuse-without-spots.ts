import { ChemigramError } from '@chemigram/errors';
import type { Primitive } from '@chemigram/vocabulary';
import { RETOUCH } from './spot-layer.ts';

const repairs = (primitive: Primitive): boolean => primitive.modules.some(({ operation }) => operation === RETOUCH);

/** @throws invalid_input for a primitive that needs to know where, before anything is asked of darktable */
export function refuseWithoutSpots(primitive: Primitive): void {
  if (!repairs(primitive)) return;
  throw new ChemigramError('invalid_input', `${primitive.name} needs places; apply_primitive has none to give.`, {
    field: 'primitive_name',
    hint: 'Use apply_spot with a list of spots.',
  });
}
