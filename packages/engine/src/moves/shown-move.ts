import { isDeepStrictEqual } from 'node:util';
import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import type { Result } from '../contracts/index.ts';
import { frameOfMask } from '../develop/frame.ts';
import type { Frame } from '../develop/frame.ts';
import type { CompiledMask } from '../masks/place.ts';

/** A move as results show it. @param now how the picture is framed in the state that is shown */
export function shownMove(move: Move, now: Frame): Result<'get_state'>['moves'][number] {
  const { move_id, primitive, values, mask, spots, label, group } = move;
  const placed = mask !== null || spots !== undefined;
  return {
    move_id,
    primitive,
    values,
    mask: mask === null ? null : { id: maskId(mask as Mask), spec: mask as Record<string, unknown> },
    ...(spots === undefined ? {} : { spots }),
    ...(placed && !isDeepStrictEqual(frameOfMask(move), now) ? { framed_otherwise: true as const } : {}),
    label,
    ...(group === undefined ? {} : { group_id: group }),
  };
}

/** A placed mask as results of edits show it: coverage and agreement are shares, 0..1. */
export function maskSummary(placed: CompiledMask | null): Result<'adjust_move'>['mask'] {
  if (placed === null) return null;
  return { id: placed.id, coverage: placed.coverage, agreement: placed.agreement, strategy: placed.strategy };
}
