import type { Mask } from '@chemigram/mask';
import { describeMask } from './mask-words.ts';

/** "look_film_faded at 80 % through an ellipse in the middle". */
export function describeLook({ look, strength, mask }: { look: string; strength: number; mask: Mask | null }): string {
  const through = mask === null ? '' : ` through ${describeMask(mask)}`;
  return `${look} at ${Math.round(100 * strength)} %${through}`;
}
