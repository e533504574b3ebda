/** The arguments that several operations share, each described once. */
import { unfitForXml } from '@chemigram/darktable';
import { OVERLAY_STYLES } from '@chemigram/mask';
import { z } from 'zod';

/** Smallest and largest long side of a picture that is rendered to be looked at. */
const SIZE_MIN = 64;
const SIZE_MAX = 4096;
/** Vision models read about this many pixels best (dependable up to some 1,100; more is scaled down by most hosts). */
const SIZE_DEFAULT = 1024;

/** What the workspace takes as the name of a folder (checkImageId there; a test holds the two together). */
export const imageId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'must be 1 to 64 of a-z, 0-9, dot, underscore and dash, the first a letter or digit',
  )
  .describe('The photo, as ingest named it; list_photos has them all.');

/** One move of a photo. */
export const moveId = z.string().min(1).max(100).describe('The move, by the move_id that get_state lists.');

const REF_WORDS =
  'HEAD (now), HEAD~1 (a step back), original (before any move), a branch, a tag or a snapshot id of log';
/** Said where the ids come from, and nowhere else: eleven arguments are refs, and each is paid for by whoever reads the tools. */
export const REFS_IN_FULL =
  'A ref is `HEAD` (the photo as it is now), `original` (before any move), the name of a branch or tag, or a snapshot id, of which the first 4 or more characters are enough when unique; `~N` behind any of them goes N steps back, as in HEAD~2.';

/** A place in the history; `what` says which role it plays here. */
export const ref = (what: string) => z.string().min(1).max(200).describe(`${what}. ${REF_WORDS}.`);

/** The name of a branch or tag; the workspace refuses what git could not keep under it, or what reads like an id. */
export const newName = (what: string) =>
  z
    .string()
    .min(1)
    .max(100)
    .describe(`${what} Letters, digits, dot, dash and underscore, the first a letter or digit.`);

/** Of the arguments that say what to do with the branch or tag `name`, at most one is given, and none without a name. */
export const oneThingWithAName =
  <Doing extends string>(kind: 'branch' | 'tag', doings: readonly Doing[]) =>
  (args: { name?: string | undefined } & { [key in Doing]?: unknown }, context: z.RefinementCtx): void => {
    const given = doings.filter((key) => args[key] !== undefined && args[key] !== false);
    const wrong = given[args.name === undefined ? 0 : 1];
    if (wrong === undefined) return;
    const message =
      args.name === undefined ? `needs the name of a ${kind} in \`name\`` : `cannot go together with ${given[0]}`;
    context.addIssue({ code: 'custom', path: [wrong], message });
  };

/** Long side of a rendered picture in pixels; a whole photo is never enlarged beyond its own size. */
export const size = (fallback = SIZE_DEFAULT) =>
  z
    .int()
    .min(SIZE_MIN)
    .max(SIZE_MAX)
    .default(fallback)
    .describe(
      `Long side of the picture in pixels, ${SIZE_MIN} to ${SIZE_MAX}. About 1000 is what vision models point best in; larger ones may be left out of the answer and given as a path only.`,
    );

/** `[x0, y0, x1, y1]` in fractions of the displayed picture, left top to right bottom. */
export const region = z
  .array(z.number().min(0).max(1))
  .length(4)
  .refine(
    (r) => r.length !== 4 || (r[0]! < r[2]! && r[1]! < r[3]!),
    'must be [x0, y0, x1, y1] with x0 < x1 and y0 < y1',
  )
  .describe(
    'A crop to zoom into, [x0, y0, x1, y1] in fractions of the displayed picture (0..1, origin top-left, x0 < x1, y0 < y1). `size` is then the long side of the crop, which is enlarged where the photo has fewer pixels there.',
  );

const maskWords = (what: string, where: string): string =>
  `${what} A mask_spec: a JSON object in the mask language, ${where}`;

/** The mask language is validated by the mask package, which knows every form; here it is any object. */
export const maskSpec = (what: string, where: string) => z.looseObject({}).describe(maskWords(what, where));

/** The same where null has a meaning of its own. */
export const maskSpecOrNull = (what: string, where: string) =>
  z.looseObject({}).nullable().describe(maskWords(what, where));

/** Where an operation's own description holds the whole mask language. */
export const LANGUAGE_ABOVE = 'which the description of this tool explains.';
/** Where it does not. */
export const LANGUAGE_ELSEWHERE = 'which the description of preview_mask explains.';

/** How a named mask is called: what the files of a pack may be called as well. */
export const maskName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lower-case words joined by underscores, at most 64 characters')
  .describe('Name of the mask, such as mask_sky (list_masks has them all).');

/** How a mask is laid over the picture. */
export const overlayStyle = z
  .enum(OVERLAY_STYLES)
  .default('red')
  .describe(
    'red, green: the selected part tinted; grey, on_black, on_white: the rest without colour, black or white; outline: its outline alone.',
  );

/** The one strength of a move, in the unit of its primitive. */
export const value = z
  .number()
  .describe(
    "Strength, for the primitive's main parameter (list_vocabulary gives its unit and range: exposure is in stops, so 0.5 is half a stop brighter).",
  );

/** Several parameters of a move, each in its own unit. */
export const values = z
  .record(z.string().min(1).max(100), z.number())
  .describe(
    'Several parameters of the primitive by name, for example {"strength": 20, "radius": 2}. Instead of `value`.',
  );

/** Refuses what a terminal would obey and what darktable's files cannot hold. */
export function mustBePlain(text: string, context: z.RefinementCtx): void {
  const unfit = unfitForXml(text);
  if (unfit === null) return;
  const message = `must hold no control characters or halves of characters; ${unfit} is one: leave it out`;
  context.addIssue({ code: 'custom', message });
}

/** A text that is shown to people as it is. */
export const plainText = (longest: number, shortest = 1) =>
  z.string().min(shortest).max(longest).superRefine(mustBePlain);

/** A move's name for people. */
export const label = plainText(120).describe(
  'What the move is for, in a few words: shown in get_state, log and darktable.',
);

/** A file to write. Relative paths start at the folder that chemigram was started in. */
export const outPath = (what: string) =>
  z
    .string()
    .min(1)
    .max(4096)
    .describe(`${what} Absolute, or relative to the folder that chemigram was started in. Its folder must exist.`);

/** Whether a file that is there may be replaced. */
export const overwrite = z
  .boolean()
  .default(false)
  .describe('Replace a file that is already there. Without it an existing file is refused with `conflict`.');

/** What was placed by hand on one picture, and stays there unless it is asked for. */
export const STAYING = ['drawn_masks', 'spots', 'frame'] as const;

/** What is taken along to another photo. `edits` says what they are there, moves or calls. */
export const include = (edits: string) =>
  z
    .array(z.enum(STAYING))
    .default([])
    .describe(
      `What to take along that otherwise stays behind, at the same fractions of the picture: drawn_masks (${edits} through masks drawn on the source), spots, frame (crop, straighten, quarter_turn, mirror, perspective; lens correction is always taken along, it belongs to the lens).`,
    );

/** Of edits that are not measured in their own call: what a model that asks for it may do (\`instead\` of a contract). */
export const MEASURED_AFTERWARDS = {
  verify: 'measure_edit, called next with the image_id alone, measures what this step did.',
};
