import type { Size } from '@chemigram/mask';

/** The size of a picture scaled down to fit into a square box. */
export function fitted(full: Size, box: number): Size {
  const scale = Math.min(1, box / Math.max(full.width, full.height));
  return { width: Math.max(1, Math.round(full.width * scale)), height: Math.max(1, Math.round(full.height * scale)) };
}
