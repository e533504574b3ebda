import { maskId } from '@chemigram/mask';
import type { Mask } from '@chemigram/mask';
import type { Move } from '@chemigram/workspace';
import type { Result } from '../contracts/index.ts';
import type { CompiledMask } from '../masks/place.ts';

/** A move as results show it. */
export function shownMove({
  move_id,
  primitive,
  values,
  mask,
  spots,
  label,
  group,
}: Move): Result<'get_state'>['moves'][number] {
  return {
    move_id,
    primitive,
    values,
    mask: mask === null ? null : { id: maskId(mask as Mask), spec: mask as Record<string, unknown> },
    ...(spots === undefined ? {} : { spots }),
    label,
    ...(group === undefined ? {} : { group_id: group }),
  };
}

/** A placed mask as results of edits show it: coverage and agreement are shares, 0..1. */
export function maskSummary(placed: CompiledMask | null): Result<'apply_primitive'>['mask'] {
  if (placed === null) return null;
  return { id: placed.id, coverage: placed.coverage, agreement: placed.agreement, strategy: placed.strategy };
}
