import type { Group } from '../group.ts';
import { COMBINATIONS } from './combined.ts';
import { DRAWN_FORMS } from './drawn.ts';
import { NAMED, TRACED } from './pictures.ts';
import { COLOUR, FORM_WITH_RANGE, LUMINANCE } from './ranges.ts';

/** All groups, in the order that they are measured and shown in. */
export const GROUPS: readonly Group[] = [DRAWN_FORMS, COMBINATIONS, LUMINANCE, COLOUR, FORM_WITH_RANGE, TRACED, NAMED];
