import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { detectionCost, height, passedOver, picturePath, point, warnings, width } from './schema/results.ts';

const fraction = z.number().min(0).max(1);
const ring = z.array(point);

export const detect = defineContract({
  name: 'detect',
  title: 'Detect regions, spots or depth',
  summary: 'Detect subjects (by words or hints), spots, or near and far',
  description: `Has a detector look for things on the photo as it is displayed now, and names what it found, so that masks can use it: {"kind": "detected", "id": detected_id} goes wherever a mask_spec does. Nothing is edited.
- subjects: the things that stand out, or what \`query\` names ("sky", "person") where a provider knows the word, or what \`hints\` point at.
- spots: dust, blemishes, small round things. apply_spot takes the whole answer by its \`detection_id\`: removing the dust is two calls.
- depth_band: what is near and what is far.
The picture that comes back shows the outlines with numbers, number 1 first in \`regions\`: look whether they are right before you use one; \`confidence\` is the detector's own. \`vertices\` are for reading; a mask with the detected_id has the whole outline and its soft edge.
What it costs: your own eye is free and good for large simple shapes (draw them, with "snap"). The local \`classic\` provider takes about a second and no money. Models and cloud services are better at named and hairy things and cost more: status tells seconds, memory, money and where each runs. The same question again is answered from the cache and costs nothing (\`cached\`). Without \`provider\` they are asked in the order of providers.toml; \`passed_over\` names those that did not answer, and why.`,
  example: {
    image_id: 'iguana',
    kind: 'subjects',
    hints: {
      region: [
        [400, 120],
        [640, 120],
        [640, 560],
        [400, 560],
      ],
    },
    coords: { width: 1024, height: 683 },
  },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    kind: z
      .enum(['subjects', 'spots', 'depth_band'])
      .describe('What to look for. Things by name, such as person or sky, are subjects with a `query`.'),
    query: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Of subjects: what is meant, in words; status lists the words that each provider understands.'),
    provider: z
      .string()
      .min(1)
      .max(40)
      .optional()
      .describe('Ask this one and no other. Without it the first that can, in the order of providers.toml.'),
    hints: z
      .strictObject({
        region: ring
          .min(3)
          .max(1000)
          .optional()
          .describe('A rough outline of where it is, [[x, y], ...]; of a box its four corners.'),
        positive: ring.max(64).optional().describe('Points that lie on it.'),
        negative: ring.max(64).optional().describe('Points that do not.'),
        count: z.int().min(1).max(2000).optional().describe('At most so many, the surest first.'),
      })
      .default({})
      .describe('What helps to find what is meant, in fractions of the displayed picture or in pixels with `coords`.'),
    coords: z
      .looseObject({})
      .optional()
      .describe(
        'Size of the preview that the hints are pixels of: the `coords` of its answer, or {"width", "height"} alone.',
      ),
    max_vertices: z
      .int()
      .min(3)
      .max(1000)
      .default(40)
      .describe('Vertices that the answer shows of each outline; what a mask uses is always the whole one.'),
  }),
  output: z.object({
    image_id: z.string(),
    kind: z.enum(['subjects', 'spots', 'depth_band']),
    detection_id: z.string().describe('Names this answer as a whole: apply_spot takes that of spots.'),
    regions: z
      .array(
        z.object({
          detected_id: z.string().describe('For a mask_spec {"kind": "detected", "id": ...}.'),
          label: z.string().describe('What it is said to be; near, middle or far of depth bands.'),
          confidence: fraction.describe("The detector's own, 0..1."),
          bbox: z.array(fraction).length(4).describe('[x0, y0, x1, y1] in fractions of the displayed picture.'),
          vertices: ring.describe('The outline in fractions, of at most max_vertices.'),
          holes: z.array(ring).describe('What is cut out of it.'),
        }),
      )
      .describe('In the order of the numbers in the picture; empty of spots, or when nothing was found.'),
    spots: z
      .array(
        z.object({
          x: fraction,
          y: fraction,
          radius: z.number().positive().describe('Fraction of the shorter side.'),
          polarity: z.enum(['dark', 'bright']).optional(),
          confidence: fraction,
        }),
      )
      .describe('Only of spots, the surest first.'),
    provider: z.string(),
    model: z.string(),
    model_version: z.string(),
    cached: z.boolean().describe('True when the same was asked before: nothing was computed.'),
    cost: detectionCost,
    passed_over: passedOver,
    path: picturePath,
    width,
    height,
    warnings,
  }),
});
