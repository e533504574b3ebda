import { occupied, SELECTED } from '@chemigram/mask';
import type { Raster } from '@chemigram/mask';

/** Below this agreement, or above this error, the answer warns: a faint mask agrees with none at all. */
export const POOR = { agreement: 0.85, error: 0.05 };

/** What is worth knowing of a mask before it is used: that it selects next to nothing, or is followed only in part. */
export function placingWarnings({ agreement, error }: { agreement: number; error: number }, asked: Raster): string[] {
  const warnings: string[] = [];
  if (!selectsAnything(asked)) {
    warnings.push(
      'This mask selects nothing at half opacity or more: the edit will hardly be seen. Check its numbers on the preview.',
    );
  }
  if (agreement < POOR.agreement || error > POOR.error) {
    warnings.push(
      `darktable can follow this mask only in part (agreement ${agreement.toFixed(2)}, error ${error.toFixed(2)}): draw the region as a path on the preview, ` +
        'or use a wider range with a larger feather; darktable 5.2 and later can take it exactly.',
    );
  }
  return warnings;
}

/** A plain loop: a callback per pixel takes as long as drawing the mask. */
function selectsAnything(asked: Raster): boolean {
  const { data } = asked;
  const [from, to] = occupied(asked);
  for (let i = from; i < to; i++) if (data[i]! >= SELECTED) return true;
  return false;
}
