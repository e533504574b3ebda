/** The pieces that several results share, each described once. */
import { z } from 'zod';

/** What goes along with every result that can be less than was asked. */
export const warnings = z
  .array(z.string())
  .describe('What was repaired, approximated or is worth knowing. Empty when there is nothing to say.');

/** Of a picture, in pixels. */
export const width = z.int().positive();
/** Of a picture, in pixels. */
export const height = z.int().positive();

/** A place in the history, by its id. */
export const snapshot = z
  .string()
  .describe('Id of the snapshot of the history that holds the result; a ref for every other tool.');

/** A file that holds a rendered picture. */
export const picturePath = z.string().describe('Absolute path of the picture.');

/** Four fractions of the displayed picture. */
export const bbox = z
  .array(z.number().min(0).max(1))
  .length(4)
  .nullable()
  .describe(
    'Smallest box around what the mask selects (from half of its strongest opacity on), [x0, y0, x1, y1] in fractions of the displayed picture; null for an empty mask.',
  );

/** How much of the picture a mask selects, 0..1. */
export const coverage = z.number().min(0).max(1).describe('Mean opacity of the mask over the whole picture, 0..1.');

const agreement = z
  .number()
  .min(0)
  .max(1)
  .describe(
    'How well what darktable will do matches what was asked, 0..1 (1 is exact; below about 0.95 read the warnings).',
  );

const strategy = z
  .string()
  .describe('How the mask is put into darktable: drawn forms, a parametric range, both, traced outlines or a raster.');

/** A mask laid over the picture: two files of one size, and what they show. */
export const shownOnPicture = {
  coverage,
  bbox,
  agreement,
  strategy,
  warnings,
  path: picturePath,
  opacity_path: z
    .string()
    .describe('Absolute path of a 16-bit grey PNG: the opacity that darktable will use, white is 1.'),
  width: width.describe('Exact width of both pictures in pixels.'),
  height: height.describe('Exact height of both pictures in pixels.'),
};

/** The mask of an edit: who it is, how much it covers and how well darktable follows it; shares, all of them 0..1. */
const mask = z.object({
  id: z.string().describe('Identity of the mask: equal masks have equal ids, and darktable shows it under that name.'),
  coverage,
  agreement,
  strategy,
});
const EDITED_THROUGH = 'The mask that the edit goes through; null for an edit of the whole picture.';
export const maskSummary = mask.nullable().describe(EDITED_THROUGH);

/** The same, where the edit can be verified in the call that makes it. */
export const verifiedMask = mask
  .extend({
    measured: z
      .object({
        agreement: z
          .number()
          .min(0)
          .max(1)
          .describe(
            'Intersection over union of what was asked and what was done, from half of the strongest opacity on.',
          ),
        error: z.number().min(0).max(1).describe('Mean absolute difference of the opacity asked and done.'),
      })
      .optional()
      .describe('Only with `verify`: how exactly darktable followed the mask, from two renders in linear light.'),
  })
  .nullable()
  .describe(EDITED_THROUGH);

/** Whose a named mask is. */
export const maskSource = z
  .enum(['shipped', 'personal', 'saved'])
  .describe(
    'shipped: comes with chemigram; personal: of a pack of your own; saved: named for this photo with save_mask.',
  );

/** When a named mask is not to be trusted. */
export const likelyWrongWhen = z
  .array(z.string())
  .describe('When not to trust what the rules select; look at the mask before using it.');

/** What binds moves that one call made. */
export const groupId = z
  .string()
  .describe('Names moves that one call made together; remove_move takes it and removes them as one.');

const number = z.number();
/** A list, not a tuple: that is `prefixItems` in JSON Schema, which not every client reads. */
export const point = z.array(number).length(2);

/** What a detector takes of time, memory and money. */
export const detectionCost = z
  .object({
    seconds: number.min(0),
    memory_mb: number.min(0).describe('The most that its process held; 0 from the cache.'),
    money: number.min(0).describe('US dollars.'),
    where: z.enum(['local', 'cloud']).describe('cloud: the picture leaves this machine.'),
  })
  .describe('What it took.');

/** Who was to be asked first. */
export const passedOver = z
  .array(z.object({ provider: z.string(), why: z.string() }))
  .describe('Providers that were to be asked before this one and did not answer, and why.');

/** A spot as the recipe keeps it. */
export const spot = z
  .object({
    kind: z.enum(['heal', 'clone', 'blur', 'fill']),
    x: number.optional(),
    y: number.optional(),
    radius: number.optional(),
    radius_x: number.optional(),
    radius_y: number.optional(),
    rotation: number.optional(),
    path: z.array(point).optional(),
    border: number,
    blur: number.optional(),
    source: point.optional().describe('Where it is repaired from, as given or as chosen.'),
  })
  .describe('A spot in fractions of the displayed picture, as apply_spot takes it.');

/** A move as the recipe holds it; all of its places are fractions of the displayed picture. */
export const move = z.object({
  move_id: z.string(),
  primitive: z.string(),
  values: z.record(z.string(), z.number()),
  mask: z
    .object({ id: z.string(), spec: z.looseObject({}).describe('The mask_spec, normalised to fractions.') })
    .nullable()
    .describe('null for an edit of the whole picture.'),
  spots: z.array(spot).optional().describe('Only of a move that repairs spots.'),
  framed_otherwise: z
    .literal(true)
    .optional()
    .describe(
      'The picture was cropped, turned or straightened since: the numbers of spec or spots speak of it as it was framed then, and mean other places when they are copied now.',
    ),
  label: z.string().nullable(),
  group_id: groupId.optional(),
});

/** What stands in one place and could not be said in the other. */
export const leftOut = z
  .array(
    z.object({
      setting: z.string().describe('Its name there.'),
      value: z.string().optional().describe('Its value there.'),
      why: z.string(),
    }),
  )
  .describe('What was not taken along, by name; empty when all was.');

/** Steps back from here. */
export const undoable = z.int().min(0).describe('How many steps undo can go back.');
/** Steps forward from here. */
export const redoable = z.int().min(0).describe('How many undone steps redo can bring back.');

/** Where the next edit goes. */
export const currentBranch = z
  .string()
  .nullable()
  .describe('The branch that the next edit continues; null on a snapshot that was gone to by itself.');

/** All branches or tags of a photo. */
export const namedSnapshots = (kind: 'branch' | 'tag') =>
  z
    .array(
      z.object({
        name: z.string(),
        snapshot: z.string().describe(kind === 'branch' ? 'Its newest snapshot.' : 'The snapshot that it names.'),
        message: z.string().describe('What was done there.'),
        at: z.string().describe('When, in ISO 8601.'),
      }),
    )
    .describe(kind === 'branch' ? 'All branches, by name.' : 'All tags, by name.');

/** What changed in a part of the picture, in stops and in displayed sRGB values 0..1. @param where the part, in words */
export const changeOf = (where: string) =>
  z
    .object({
      area: z.number().min(0).max(1).describe('Share of the picture that this is, 0..1.'),
      mean_change_ev: z
        .number()
        .optional()
        .describe(
          'Signed change of the mean displayed light in stops: the tone curve and the feather make it somewhat less than the strength of an exposure. Left out where the picture is too dark to tell.',
        ),
      mean_change: z
        .number()
        .min(0)
        .max(1)
        .describe('Mean absolute change of the displayed sRGB values, 0..1 (1/255 is one step).'),
      changed_fraction: z.number().min(0).max(1).describe('Share of its pixels that visibly changed, 0..1.'),
    })
    .describe(where);

/** What an edit did, inside its mask and outside of it. */
export const measurement = z.object({
  inside: changeOf('The picture where the mask is at least half.'),
  outside: changeOf('The picture that the mask does not touch, its feather left out.'),
  edge_spill: z
    .number()
    .min(0)
    .describe('Change in the band just outside the mask, as a fraction of the change inside; 0 is none.'),
  verdict: z
    .enum(['clean', 'spilled', 'no_effect'])
    .describe(
      'clean: changed inside and nowhere else; spilled: something outside changed too; no_effect: nothing visible changed inside.',
    ),
  warnings,
});
