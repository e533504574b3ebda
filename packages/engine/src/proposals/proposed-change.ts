import type { ProposedChange } from '@chemigram/workspace';

export type TextChange = Extract<ProposedChange, { kind: 'text' }>;
export type MovesChange = Extract<ProposedChange, { kind: 'moves' }>;
