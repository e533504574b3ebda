import { z } from 'zod';
import { shownProposal } from './read-context.ts';
import { defineContract } from './schema/define.ts';
import { imageId, label, LANGUAGE_ELSEWHERE, maskSpec, plainText, value, values } from './schema/fields.ts';
import { warnings } from './schema/results.ts';

/** More moves than one looks through before saying yes. */
const MOST_MOVES = 32;
/** A page is for reading at the start of a conversation; longer than this nobody does. */
const LONGEST_TEXT = 8000;

const move = z
  .strictObject({
    primitive_name: z.string().min(1).max(100).describe('Name of a primitive, as list_vocabulary gives it.'),
    value: value.optional(),
    values: values.optional(),
    mask_spec: maskSpec('Where the edit applies; without it, everywhere.', LANGUAGE_ELSEWHERE).optional(),
    label: label.optional(),
  })
  .refine((a) => a.value === undefined || a.values === undefined, {
    path: ['value'],
    message: 'give either `value` or `values`, not both',
  });

export const propose = defineContract({
  name: 'propose',
  title: 'Propose something to the photographer',
  summary: 'Propose a change of taste, brief or notes, or a set of moves; nothing is done until it is confirmed',
  description: `Writes down a proposal and does nothing of it. Show the answer's \`lines\` to the photographer, ask, and pass on what they said with answer_proposal; only a yes changes anything. Propose one of two things:
- A change of a page: \`page\` is taste/default (holds for every photo), taste/portrait, taste/landscape ... (for photos of that genre; a new name begins a new page), brief (what this photo is for; its line "Genre: portrait" says the genre) or notes (what was learned about this photo). \`new_text\` alone is added at the end; with \`old_text\`, a passage copied letter by letter from read_context, it replaces that; an empty \`new_text\` takes it out. Everything else stays as the photographer wrote it. Propose taste when they correct you in a way that will hold for other photos ("never so saturated"), notes for this photo only.
- \`moves\`: several edits that belong together, each as in apply_primitive; confirmed, they are applied as one step of undo. For one edit that was asked for plainly use apply_primitive instead.
All is checked now: an unknown primitive, a value out of range or a passage that is not there is refused. It waits for 14 days, also over a restart.`,
  example: {
    image_id: 'iguana',
    page: 'taste/wildlife',
    new_text: '- The eye carries the picture: lift it a little, never more than half a stop.',
    why: 'You took the lift of the face back from 0.5 to 0.35.',
  },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z
    .strictObject({
      image_id: imageId,
      page: z
        .string()
        .regex(
          /^(brief|notes|taste\/[a-z0-9]+(-[a-z0-9]+)*)$/,
          'must be brief, notes, or taste/ and a genre of a-z, 0-9 and dashes, such as taste/portrait',
        )
        .max(64)
        .optional()
        .describe('The page to change: taste/default, taste/GENRE, brief or notes.'),
      old_text: z
        .string()
        .min(1)
        .max(LONGEST_TEXT)
        .optional()
        .describe('A passage of the page that `new_text` replaces, letter by letter; it must be there exactly once.'),
      new_text: plainText(LONGEST_TEXT, 0).optional().describe('Markdown that is added, or replaces `old_text`.'),
      moves: z
        .array(move)
        .min(1)
        .max(MOST_MOVES)
        .optional()
        .describe('Edits to apply together: a list of {primitive_name, value or values, mask_spec?, label?}.'),
      why: plainText(500).describe('Why, in a sentence that the photographer reads.'),
    })
    .refine((a) => (a.moves === undefined) !== (a.page === undefined), {
      path: ['page'],
      message: 'give either `page` with `new_text`, or `moves`',
    })
    .refine((a) => (a.page === undefined) === (a.new_text === undefined), {
      path: ['new_text'],
      message: 'goes together with `page`',
    })
    .refine((a) => a.old_text === undefined || a.page !== undefined, {
      path: ['old_text'],
      message: 'goes together with `page` and `new_text`',
    }),
  output: shownProposal.extend({ warnings }),
});
