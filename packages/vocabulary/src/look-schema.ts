import { z } from 'zod';
import { nameSchema, specSchema } from './mask-schema.ts';

/** What looks are for, as list_vocabulary groups them. */
export const LOOK_GROUPS = [
  'portrait',
  'landscape',
  'wildlife',
  'food_and_product',
  'black_and_white',
  'film',
  'cinematic',
] as const;

const text = z.string().min(1);

/** One edit of a look, at strength 1. */
const lookMoveSchema = z
  .strictObject({
    primitive: text,
    values: z.record(text, z.number().finite()),
    /** In the mask language; named masks are found anew on each photo. */
    mask_spec: specSchema.optional(),
    /** Values that say which and not how much, such as a hue: strength leaves them as they are. */
    keep: z.array(text).min(1).optional(),
  })
  .refine(({ values, keep = [] }) => keep.every((name) => Object.hasOwn(values, name)), {
    message: 'names a value that is not given',
    path: ['keep'],
  });

/** One look as it stands in a pack's file NAME.json: primitives that are set, masked, adjusted and removed as one. */
export const lookSchema = z.strictObject({
  name: nameSchema.regex(/^look_/, 'the name of a look begins with look_'),
  title: text,
  group: z.enum(LOOK_GROUPS),
  description: text,
  words: z.array(text).min(1),
  /** On which photos it does not do what it is for; those of its named masks come on top, as warnings. */
  likely_wrong_when: z.array(text).min(1).optional(),
  moves: z.array(lookMoveSchema).min(1).max(16),
});

export type Look = z.infer<typeof lookSchema>;
export type LookMove = Look['moves'][number];
