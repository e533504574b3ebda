import type { Mask } from '@chemigram/mask';

/** What a finder says of one picture. */
export interface Found {
  /** Concrete: no reference in it. */
  readonly mask: Mask;
  /** How far it trusts its answer, 0..1: a judgement by rules, not a probability. */
  readonly confidence: number;
  /** What speaks against it, in words. */
  readonly doubts: readonly string[];
}
