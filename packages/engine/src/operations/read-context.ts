import type { Mask } from '@chemigram/mask';
import { EVERY_GENRE, genresIn, listGenres, listProposals, readPage, stateOf } from '@chemigram/workspace';
import type { Proposal } from '@chemigram/workspace';
import type { Handler, Result } from '../contracts/index.ts';
import { walkable } from '../history/walk.ts';
import { shownSize } from '../photos/displayed-size.ts';
import { showProposal } from '../proposals/shown-proposal.ts';
import type { Studio } from '../studio.ts';
import { answeredGaps } from '../vocabulary-gaps/answered-gaps.ts';
import { describeMask } from '../words/mask-words.ts';
import { describeMove } from '../words/words.ts';

/** A page is cut here, and the answer says so: a conversation begins with reading, it does not end there. */
const LONGEST_PAGE = 12_000;
const MOST_GAPS = 8;
const MOST_PROPOSALS = 12;
/** For so long an expired proposal is still told of. */
const EXPIRED_SHOWN_MS = 14 * 86_400_000;

/** What to know before working on a photo: its pages, moves and history, what is open. A page that cannot be read becomes a warning. @throws ChemigramError not_found, workspace_damaged */
export const readContext: Handler<'read_context', Studio> = async (studio, { image_id, steps: asked }) => {
  const workspace = await studio.store.open(image_id);
  const { home } = studio.store;
  const [recipe, head] = [await workspace.recipe(), await workspace.head()];
  const warnings: string[] = [];
  if (studio.recorder.trouble !== null) warnings.push(studio.recorder.trouble);
  const page = (name: string): Promise<ShownPage> => shownPage(home, name, image_id, warnings);

  const [brief, notes] = [await page('brief'), await page('notes')];
  const known = await listGenres(home);
  const genres = genresIn(brief.text ?? '');
  const unknown = genres.filter((genre) => !known.includes(genre));
  if (unknown.length > 0) warnings.push(`There is no page of taste for ${unknown.join(', ')} yet.`);
  const taste: ShownPage[] = [];
  for (const genre of new Set([EVERY_GENRE, ...genres.filter((each) => known.includes(each))])) {
    taste.push(await page(`taste/${genre}`));
  }

  const { proposals, damaged } = await listProposals(home);
  warnings.push(...damaged);
  const shown = proposals.filter((proposal) => matters(proposal, image_id)).slice(-MOST_PROPOSALS);
  const { gaps, unreadable } = await answeredGaps(studio);
  if (unreadable > 0) warnings.push(`${unreadable} lines of the vocabulary's gaps could not be read.`);
  const here = (ids: readonly string[]): number => Number(ids.includes(image_id));
  return {
    result: {
      image_id,
      photo: workspace.photo.source,
      ...(await shownSize(studio, workspace, recipe)),
      genres,
      genres_known: known,
      taste,
      brief,
      notes,
      snapshot: head.id,
      moves: recipe.moves.map((move) => ({ move_id: move.move_id, words: describeMove(move) })),
      log: (await workspace.log({ limit: asked })).map(({ id, message, at }) => ({ snapshot: id, message, at })),
      ...(await walkable(workspace)),
      masks: Object.entries(recipe.masks ?? {}).map(([name, { mask }]) => ({
        name,
        words: describeMask(mask as Mask),
      })),
      gaps: gaps
        .filter(({ answered_by }) => answered_by.length === 0)
        .toSorted((a, b) => here(b.image_ids) - here(a.image_ids))
        .slice(0, MOST_GAPS)
        .map(({ kind, wanted, count, workarounds }) => ({ kind, wanted, count, workarounds })),
      proposals: await Promise.all(shown.map((proposal) => showProposal(studio, proposal))),
      session: { name: studio.recorder.name, path: studio.recorder.path },
      warnings,
    },
  };
};

/** Those that wait for this photo or for taste, and those of them that expired lately. */
function matters(proposal: Proposal, imageId: string, now: Date = new Date()): boolean {
  const { image_id, change, expires_at } = proposal;
  const concerns = image_id === imageId || (change.kind === 'text' && change.page.startsWith('taste/'));
  const state = stateOf(proposal, now);
  const lately = now.getTime() - Date.parse(expires_at) < EXPIRED_SHOWN_MS;
  return concerns && (state === 'open' || (state === 'expired' && lately));
}

type ShownPage = Result<'read_context'>['brief'];

/** A page as it can be shown; what cannot be read or is cut becomes a warning, for the rest is worth having. */
async function shownPage(home: string, name: string, imageId: string, warnings: string[]): Promise<ShownPage> {
  const { path, text, problem } = await readPage(home, name, imageId);
  if (problem !== null) warnings.push(problem);
  if (text === null || text.length <= LONGEST_PAGE) return { page: name, path, text };
  warnings.push(`${name} is cut after ${LONGEST_PAGE} of ${text.length} characters: read ${path}.`);
  return { page: name, path, text: text.slice(0, LONGEST_PAGE) };
}
