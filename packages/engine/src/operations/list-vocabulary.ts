import { moduleTooNew, RELEASES } from '@chemigram/darktable';
import { meantBy, notDoneBy, type LoadedLook, type NotDone, type Primitive } from '@chemigram/vocabulary';
import type { Arguments, Handler } from '../contracts/index.ts';
import { maskOfPack } from '../named-masks/lookup.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

/** Entries of a kind that are told in full of one question; the rest by their names. */
const TOLD = 6;
/** Entries that are told where nothing is called as was asked: each is a guess. */
const GUESSED = 3;

/** Primitives and looks by word and group, with their parameters, units and ranges. */
export const listVocabulary: Handler<'list_vocabulary', Studio> = async (studio, { query, group, detail }) => {
  const all = [...(await studio.vocabulary()).list(), ...(await studio.looks()).values()];
  const inGroup = all.filter((each) => group === undefined || each.group === group);
  const { told, also, hint } =
    query === undefined
      ? { told: inGroup, also: [], hint: null }
      : asked(query, inGroup, notDoneBy(query, (await studio.notDone()).values()));
  const how = detail ?? (query === undefined && group === undefined ? 'ranges' : 'all');
  return {
    result: {
      entries: told.flatMap((each) => (isLook(each) ? [] : [ofPrimitive(each, how)])),
      looks: told.flatMap((each) => (isLook(each) ? [ofLook(each, studio.store.home, how)] : [])),
      ...(also.length === 0 ? {} : { also: also.map(({ name }) => name) }),
      ...(hint === null ? {} : { hint }),
    },
  };
};

type Entry = Primitive | LoadedLook;
type How = NonNullable<Arguments<'list_vocabulary'>['detail']>;

const isLook = (entry: Entry): entry is LoadedLook => 'moves' in entry;

/** What a text means: the likeliest to be told, the others to be named, and a word where it is only a guess. */
function asked(
  query: string,
  entries: readonly Entry[],
  notDone: NotDone | null,
): { told: Entry[]; also: Entry[]; hint: string | null } {
  const { called, likeliest, mentioning } = meantBy(query, entries);
  // What shares words with it does something else.
  if (notDone !== null) {
    const nearest = notDone.nearest.flatMap((wanted) => entries.filter(({ name }) => name === wanted));
    return { told: nearest, also: called.filter((each) => !nearest.includes(each)), hint: notDone.why };
  }
  const most = called.length > 0 ? TOLD : GUESSED;
  // Where edits are called exactly so, a look may still be what is wished, and the other way about: the best of that kind too.
  const told = [false, true].flatMap((looks) => {
    const ofKind = (some: readonly Entry[]): Entry[] => some.filter((each) => isLook(each) === looks);
    return ofKind(likeliest).length > 0 ? ofKind(likeliest).slice(0, most) : ofKind(called).slice(0, 1);
  });
  const also = [...new Set([...called, ...likeliest, ...mentioning])].filter((each) => !told.includes(each));
  return { told, also, hint: called.length > 0 ? null : notCalled(query, told.length) };
}

const notCalled = (query: string, guesses: number): string =>
  `Nothing is called "${query}"${guesses === 0 ? '' : '; these have a part of it'}. Ask with the one word that says the effect ("darker", "haze"), without place and degree: a place is a mask (list_masks). detail "names" lists all names. What is really missing: log_vocabulary_gap.`;

function ofPrimitive(primitive: Primitive, how: How) {
  const { name, title, group, words, parameters, example } = primitive;
  const { description, masks, where, cost } = primitive;
  const names = { name, kind: 'primitive' as const, title, group };
  if (how === 'names') return names;
  const ranges = { ...names, parameters, words: [...words], example };
  return how === 'ranges' ? ranges : { ...ranges, description, masks, where, darktable: oldestFor(primitive), cost };
}

function ofLook(look: LoadedLook, home: string, how: How) {
  const { name, title, group, words } = look;
  if (how === 'names') return { name, title, group };
  return how === 'ranges' ? { name, title, group, words } : { words, ...shownLook(look, home) };
}

function shownLook(look: LoadedLook, home: string) {
  const { name, title, group, description, likely_wrong_when = [], moves, file } = look;
  const does = moves.map(({ primitive, values, mask_spec }) =>
    describeMove({ primitive, values, mask: mask_spec === undefined ? null : maskOfPack(mask_spec), label: null }),
  );
  const source = file.startsWith(home) ? ('personal' as const) : ('shipped' as const);
  return { name, title, group, description, likely_wrong_when, source, does };
}

/** The oldest darktable that can do it, of those whose modules are known. */
const oldestFor = ({ modules, otherwise }: Primitive): string =>
  RELEASES.find((release) =>
    [modules, otherwise].some((uses) =>
      uses?.every(({ operation, version }) => moduleTooNew(operation, version, release) === null),
    ),
  ) ?? `newer than ${RELEASES.at(-1)!}`;
