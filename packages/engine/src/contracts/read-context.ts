import { GAP_KINDS } from '@chemigram/workspace';
import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId } from './schema/fields.ts';
import { height, redoable, snapshot, undoable, warnings, width } from './schema/results.ts';

const page = (what: string) =>
  z
    .object({
      page: z.string().describe('Its name for propose.'),
      path: z.string().describe('Absolute path of the Markdown file, which the photographer edits by hand too.'),
      text: z.string().nullable().describe('null where nothing is written yet.'),
    })
    .describe(what);

/** A proposal as it is shown; its fields stand in propose's result too. */
export const shownProposal = z.object({
  proposal_id: z.string().describe('Names it for answer_proposal.'),
  state: z.enum(['open', 'confirmed', 'declined', 'expired']),
  image_id: z.string(),
  about: z.string().describe('The page that it would change, or "moves".'),
  why: z.string(),
  lines: z
    .array(z.string())
    .describe('What it would do: for a page lines with "- " (goes) and "+ " (comes), for moves one line each.'),
  expires_at: z.string().describe('ISO 8601; from then on it can no longer be confirmed.'),
  problem: z
    .string()
    .nullable()
    .describe('Why it cannot be confirmed as it stands, such as a passage that was edited since; null when it can.'),
});

export const readContext = defineContract({
  name: 'read_context',
  title: 'Read what is known before you begin',
  summary: 'Read taste, brief, notes, state, recent steps and open proposals of a photo',
  description: `Read this first in a conversation about a photo, before you look at it. It gives in one call: the photographer's taste (the page for every photo, then those of the photo's genres), the brief (what this photo is for) and the notes (what was learned about it), the moves in words, the last steps, the masks saved for it, wishes that the vocabulary could not meet, and proposals that wait for an answer.
Follow the taste and the brief in what you choose and how strongly; where they speak against what you are asked for now, say so. The genre is the line "Genre: portrait" of the brief; several are separated by commas. You change none of these texts directly: propose, then answer_proposal when the photographer has answered. It renders nothing.`,
  example: { image_id: 'iguana' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    steps: z.int().min(0).max(100).default(10).describe('How many of the last steps of the history to give.'),
  }),
  output: z.object({
    image_id: z.string(),
    photo: z.string().describe('Absolute path of the photo.'),
    width: width.describe('Width of the displayed picture in pixels.'),
    height: height.describe('Height of the displayed picture in pixels.'),
    genres: z.array(z.string()).describe('Of this photo, from the line "Genre: ..." of its brief.'),
    genres_known: z.array(z.string()).describe('Genres that there is a page of taste for; default is for all.'),
    taste: z.array(page('One page of taste.')).describe('The page for every photo, then those of its genres.'),
    brief: page('What this photo is for.'),
    notes: page('What was learned about this photo.'),
    snapshot,
    moves: z
      .array(z.object({ move_id: z.string(), words: z.string() }))
      .describe('The state in words, in the order in which the moves are applied.'),
    log: z
      .array(z.object({ snapshot: z.string(), message: z.string(), at: z.string() }))
      .describe('The last steps, newest first.'),
    undoable,
    redoable,
    masks: z
      .array(z.object({ name: z.string(), words: z.string() }))
      .describe('Masks saved for this photo (list_masks has all others).'),
    gaps: z
      .array(
        z.object({
          kind: z.enum(GAP_KINDS),
          wanted: z.string(),
          count: z.int().min(1),
          workarounds: z.array(z.string()).describe('What was done instead.'),
        }),
      )
      .describe('Wishes that could not be met and still cannot: those of this photo first, then the most frequent.'),
    proposals: z.array(shownProposal).describe('Proposals for this photo that wait, and those that expired lately.'),
    session: z
      .object({ name: z.string(), path: z.string() })
      .describe('The transcript that is being written; replay can make its moves again on another photo.'),
    warnings,
  }),
});
