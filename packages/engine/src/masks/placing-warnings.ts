import type { Raster } from '@chemigram/mask';
import { shareWithoutSpecks } from './specks.ts';
/** Below this agreement, or above this error, the answer warns: a faint mask agrees with none at all. */
export const POOR = { agreement: 0.85, error: 0.05 };

/** A mask that is nowhere stronger leaves an edit that can hardly be seen. */
const FAINT = 0.1;

/**
 * What is worth knowing of a mask before it is used: that it selects next to nothing, or is followed only in part.
 * @param strongest its largest opacity
 * @param isWithoutColours whether it goes by colours that the picture has not
 */
export function placingWarnings(
  { agreement, error }: { agreement: number; error: number },
  strongest: number,
  isWithoutColours: boolean,
): string[] {
  const warnings: string[] = [];
  if (strongest < FAINT) {
    warnings.push(
      `This mask is nowhere stronger than ${Math.round(100 * strongest)} %: the edit will hardly be seen. ${
        isWithoutColours
          ? 'It goes by colours, and the picture has none any more where this edit stands: take the move that made it grey away, edit by colour first, and make it grey again; or draw the region.'
          : 'Check its numbers on the preview.'
      }`,
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

/** A range of which less stays without its specks is told: of those that were measured, exports of raws came to 0.36 to 0.71 of the preview. */
const SPECKS = 0.75;
/** How much larger a photo is than the picture that masks are looked at in, for its pixels to be others. */
const LARGER = 1.5;

/**
 * What is worth knowing of a range before it is exported: there each pixel is judged by its own light, which in noise and fine
 * texture is another than that of the preview's.
 * @param selected from which opacity on a pixel is selected
 * @param scale pixels of the full size for one of the raster, along a side
 */
export function speckWarnings(asked: Raster, selected: number, scale: number): string[] {
  if (scale < LARGER) return [];
  const share = shareWithoutSpecks(asked, selected);
  if (share >= SPECKS) return [];
  return [
    `What this range selects is specks for a good part: ${share.toFixed(2)} of it stays where each pixel goes by most of its neighbours. ` +
      'The agreement is that of the preview; an export is developed at full size, where each pixel is judged by its own light, and selects other specks. ' +
      'Intersect the range with a drawn form, widen it, or draw the region.',
  ];
}
