import type { ProposedChange } from '@chemigram/workspace';

/** A proposed change of a page. */
export type TextChange = Extract<ProposedChange, { kind: 'text' }>;
/** Proposed moves, as they were given, and the state that they were said of. */
export type MovesChange = Extract<ProposedChange, { kind: 'moves' }>;
