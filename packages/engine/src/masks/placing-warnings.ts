/** Below this agreement, or above this error, the answer warns: a faint mask agrees with none at all. */
export const POOR = { agreement: 0.85, error: 0.05 };

/** A mask that is nowhere stronger leaves an edit that can hardly be seen. */
const FAINT = 0.1;

/**
 * What is worth knowing of a mask before it is used: that it selects next to nothing, or is followed only in part.
 * @param strongest its largest opacity
 */
export function placingWarnings(
  { agreement, error }: { agreement: number; error: number },
  strongest: number,
): string[] {
  const warnings: string[] = [];
  if (strongest < FAINT) {
    warnings.push(
      `This mask is nowhere stronger than ${Math.round(100 * strongest)} %: the edit will hardly be seen. Check its numbers on the preview.`,
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
