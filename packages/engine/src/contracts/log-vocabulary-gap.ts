import { GAP_KINDS } from '@chemigram/workspace';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, mustBePlain, plainText } from './schema/fields.ts';

/** What kind of word is missing. */
export const gapKind = z
  .enum(GAP_KINDS)
  .describe('What was missing: a primitive (an edit), a look, a mask (a named place), or anything else.');

export const logVocabularyGap = defineContract({
  name: 'log_vocabulary_gap',
  title: 'Say what is missing',
  summary: 'Write down what was wanted and is not in the vocabulary',
  description:
    'Writes down that you wanted something for the photographer and could not find it, so that the vocabulary can grow where it matters. Look in list_vocabulary and list_masks first; if the answer\'s `nearest` meets the wish after all, use that. `wanted` is the short name that one would look for ("split toning", "skin smoothing", "mask_hair"): the same name is counted together. Say what you did instead in `workaround`. Go on with the work; nothing in the photo changes.',
  example: {
    image_id: 'iguana',
    wanted: 'golden glow',
    why: 'A warm glow around the bright edges of the animal was asked for.',
    workaround: 'warmth on mask_highlights',
  },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    wanted: z
      .string()
      .trim()
      .min(2)
      .max(60)
      .superRefine(mustBePlain)
      .describe('The short name that one would look for.'),
    kind: gapKind.default('primitive'),
    why: plainText(500).describe('What the photographer asked for, in a sentence.'),
    workaround: plainText(500, 0).optional().describe('What you did instead, if anything.'),
  }),
  output: z.object({
    image_id: z.string(),
    wanted: z.string(),
    count: z.int().min(1).describe('How often this was wanted so far, this time included.'),
    nearest: z.array(z.string()).describe('Names that there are and that may meet the wish.'),
  }),
});
