import type { Picture } from '@chemigram/mask';
import type { Found } from './found.ts';
export function findSubject({ border }: { border: number }, _: Picture): Found {
  return {
    mask: {
      dt_form: 'ellipse',
      dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.3, radius_y: 0.3, rotation: 0, border },
    },
    confidence: 0,
    doubts: [],
  };
}
