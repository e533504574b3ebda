/** What every parameter of every primitive that works in place promises of its pixels. A new parameter needs a claim here. */
import { COLOUR } from './colour.ts';
import { DETAIL } from './detail.ts';
import { EFFECTS } from './effects.ts';
import { TONE } from './tone.ts';
import type { Claim } from './claim.ts';

export const CLAIMS: readonly Claim[] = [...TONE, ...COLOUR, ...DETAIL, ...EFFECTS];
