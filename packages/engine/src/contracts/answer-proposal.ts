import { z } from 'zod';
import { defineContract } from './schema/define.ts';
import { imageId, plainText } from './schema/fields.ts';
import { warnings } from './schema/results.ts';

export const answerProposal = defineContract({
  name: 'answer_proposal',
  title: 'Pass on the answer to a proposal',
  summary: 'Confirm or decline a proposal, in the words of the photographer',
  description:
    'Confirms or declines a proposal, once the photographer has answered: never on your own judgement, and not because the proposal seems obviously right. `photographer_said` is their answer in their own words; it is kept with the proposal. Confirmed, the page is changed or the moves are applied as one step of undo; declined, nothing is. If they want it differently, decline and propose anew. A proposal can be answered once; one that nobody answered in time has expired and is refused.',
  example: { image_id: 'iguana', proposal_id: 'p01', answer: 'confirm', photographer_said: 'Yes, keep that in mind.' },
  effect: 'changes',
  idempotent: false,
  positional: ['image_id'],
  input: z.strictObject({
    image_id: imageId,
    proposal_id: z.string().min(1).max(20).describe('The proposal, by the id that propose gave it.'),
    answer: z.enum(['confirm', 'decline']).describe('What the photographer decided.'),
    photographer_said: plainText(500).describe(
      'Their answer, in their own words, such as "yes, but only for portraits".',
    ),
  }),
  output: z.object({
    proposal_id: z.string(),
    image_id: z.string(),
    state: z.enum(['confirmed', 'declined']),
    path: z.string().nullable().describe('The page that was changed; null for moves, and where nothing was.'),
    move_ids: z.array(z.string()).describe('The moves that were applied.'),
    group_id: z.string().nullable().describe('All these moves, for remove_move; null where there are none.'),
    snapshot: z.string().nullable().describe('The new snapshot of the photo; null where its moves did not change.'),
    warnings,
  }),
});
