/**
 * chemigram.mask_provider.v1: what is said between chemigram and a program that detects. Data only: schemas, their types
 * and their limits. docs/provider-protocol.md tells it in words.
 *
 * All positions are fractions 0..1 of the displayed picture, x of its width and y of its height, origin top-left.
 */
import { z } from 'zod';

/** The name of this version of the protocol: a provider that says another is refused. */
export const PROTOCOL = 'chemigram.mask_provider.v1';

/** The two tools of a provider. */
export const DESCRIBE = 'describe';
export const DETECT = 'detect';

/** What may be asked for. Sky, people, a named thing: queries of `subjects`. */
export const KINDS = ['subjects', 'spots', 'depth_band'] as const;
/** One of what may be asked for. */
export type Kind = (typeof KINDS)[number];
/** The labels of depth bands. */
export const DEPTHS = ['near', 'middle', 'far'] as const;

/** A region's outline and its holes together: what darktable still draws at once. */
export const VERTICES_MAX = 1000;
/** Regions of one answer. */
export const REGIONS_MAX = 64;
/** As many as a dusty scan has; the surest of them come first. */
export const SPOTS_MAX = 2000;
/** Of a spot, fraction of the shorter side: what is larger is a subject. */
export const SPOT_RADIUS_MAX = 0.25;
/** Points of a hint, on the thing and off it each. */
export const POINTS_MAX = 64;
/** Characters of a label, a query or a name. */
export const WORDS_MAX = 200;
/** Notes of one answer. */
export const NOTES_MAX = 16;

const fraction = z.number().min(0).max(1);
const point = z.tuple([fraction, fraction]);
const ring = z.array(point).min(3).max(VERTICES_MAX);
const words = z.string().min(1).max(WORDS_MAX);

/** A position, fractions of the displayed picture. */
export type Point = z.infer<typeof point>;
/** An outline, closed by itself. */
export type Ring = Point[];

/** What a detect typically takes, for who chooses between providers: seconds, megabytes, US dollars. */
export const costSchema = z.object({
  seconds: z.number().min(0).describe('A typical detect on a picture of 1024 pixels, once warm.'),
  memory_mb: z.number().min(0).describe('The most that the process takes, weights included.'),
  money: z.number().min(0).describe('A typical detect, in US dollars; 0 for what runs here.'),
  where: z.enum(['local', 'cloud']).describe('cloud: the picture leaves this machine.'),
});
/** Seconds, megabytes, US dollars; and whether the picture leaves this machine. */
export type Cost = z.infer<typeof costSchema>;

/** The answer of `describe`: who this is and what it can do. It is asked before anything else. */
export const descriptionSchema = z.object({
  protocol: z.literal(PROTOCOL),
  name: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'lower-case letters, digits, dash and underscore, at most 40'),
  model: words.describe('What detects: the method or the name of the weights.'),
  version: words.describe(
    'Of the model: another version may answer otherwise, so answers kept of the old one are left.',
  ),
  kinds: z
    .array(z.enum(KINDS))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'each kind once'),
  queries: z
    .array(words)
    .max(1000)
    .default([])
    .describe('Words that it understands as `query` of subjects; "*" for any text. Empty: it takes none.'),
  cost: costSchema,
});
/** Who a provider is and what it can do. */
export type Description = z.infer<typeof descriptionSchema>;

/** What helps to find the thing that is meant; a provider may leave unheeded what it cannot use. */
export const hintsSchema = z.object({
  region: ring.optional().describe('Rough outline of where to look.'),
  positive: z.array(point).max(POINTS_MAX).optional().describe('Points that lie on it.'),
  negative: z.array(point).max(POINTS_MAX).optional().describe('Points that do not.'),
  count: z.int().min(1).max(SPOTS_MAX).optional().describe('At most so many, the surest first.'),
});
/** Positions in fractions of the displayed picture. */
export type Hints = z.infer<typeof hintsSchema>;

/** The arguments of `detect`. */
export const requestSchema = z.object({
  kind: z.enum(KINDS),
  picture: z
    .string()
    .min(1)
    .describe('Absolute path of a PNG or JPEG: the displayed picture, 8-bit sRGB. It is only there until the answer.'),
  query: words.optional().describe('What to look for, where the provider understands words.'),
  hints: hintsSchema.default({}),
  rasters: z
    .string()
    .optional()
    .describe('A folder to write soft rasters into, named by `raster` of a region. Without it none are wanted.'),
});
/** What a provider is asked. */
export type DetectRequest = z.infer<typeof requestSchema>;

const region = z
  .object({
    label: words,
    vertices: ring.describe('The outline; of a thing in several pieces, each piece is a region of the same label.'),
    holes: z.array(ring).max(VERTICES_MAX).default([]).describe('What is cut out of it.'),
    confidence: fraction.describe('How sure it is, honestly: 0.9 is right nine times in ten.'),
    bbox: z.tuple([fraction, fraction, fraction, fraction]).describe('[x0, y0, x1, y1] around the vertices.'),
    raster: z
      .string()
      .regex(/^[\w.-]{1,80}\.png$/)
      .optional()
      .describe(
        'Name of a grey PNG of 8 or 16 bits in the folder `rasters`: the opacity with its soft edges, white is inside. Of the whole displayed picture in its aspect.',
      ),
  })
  .superRefine(({ vertices, holes, bbox }, context) => {
    const all = holes.reduce((sum, hole) => sum + hole.length, vertices.length);
    if (all > VERTICES_MAX) {
      const message = `${all} vertices, holes included; at most ${VERTICES_MAX}`;
      context.addIssue({ code: 'custom', path: ['vertices'], message });
    }
    if (bboxOf(vertices).some((side, i) => Math.abs(side - bbox[i]!) > BBOX_TOLERANCE)) {
      context.addIssue({ code: 'custom', path: ['bbox'], message: 'is not the box around the vertices' });
    }
  });
/** A thing that was found: its outline, holes and box in fractions of the displayed picture, and how sure it is, 0..1. */
export type Region = z.infer<typeof region>;

/** A box may be rounded to pixels of a small picture. */
const BBOX_TOLERANCE = 0.01;

const spot = z.object({
  x: fraction,
  y: fraction,
  radius: z.number().positive().max(SPOT_RADIUS_MAX).describe('Fraction of the shorter side.'),
  polarity: z.enum(['dark', 'bright']).optional().describe('Against its surroundings.'),
  confidence: fraction,
});
/** A blemish: its place in fractions of the displayed picture, its radius in those of the shorter side. */
export type Spot = z.infer<typeof spot>;

/** What a detect took: measured, not guessed. */
export const tookSchema = z.object({
  seconds: z.number().min(0),
  memory_mb: z.number().min(0).describe('The most that the process has taken so far.'),
  money: z.number().min(0).describe('US dollars.'),
});
/** Seconds, megabytes and US dollars of one detect. */
export type Took = z.infer<typeof tookSchema>;

const common = {
  took: tookSchema,
  notes: z
    .array(z.string().min(1).max(500))
    .max(NOTES_MAX)
    .default([])
    .describe('What is worth knowing of the answer.'),
};
const regions = z.array(region).max(REGIONS_MAX);
const subjectsAnswer = z.object({ regions, ...common });
const spotsAnswer = z.object({ spots: z.array(spot).max(SPOTS_MAX), ...common });
const depthAnswer = z.object({
  regions: regions.refine(
    (bands) => bands.every(({ label }) => (DEPTHS as readonly string[]).includes(label)),
    `labels of depth bands are ${DEPTHS.join(', ')}`,
  ),
  ...common,
});

/** The answer of `detect` by the kind that was asked for. Nothing found is an empty list, not an error. */
export const ANSWERS = { subjects: subjectsAnswer, spots: spotsAnswer, depth_band: depthAnswer } as const;
/** What a provider answers to a kind of question. */
export type Answer<K extends Kind = Kind> = z.infer<(typeof ANSWERS)[K]>;

/** The box around an outline, [x0, y0, x1, y1]. */
export function bboxOf(vertices: readonly Point[]): [number, number, number, number] {
  const [xs, ys] = [vertices.map(([x]) => x), vertices.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
