import { moduleTooNew, RELEASES } from '@chemigram/darktable';
import type { LoadedLook, Primitive } from '@chemigram/vocabulary';
import type { Handler } from '../contracts/index.ts';
import { maskOfPack } from '../named-masks/lookup.ts';
import type { Studio } from '../studio.ts';
import { describeMove } from '../words/words.ts';

/** Primitives and looks by word and group, with their parameters, units and ranges. */
export const listVocabulary: Handler<'list_vocabulary', Studio> = async (studio, { query, group }) => {
  const vocabulary = await studio.vocabulary();
  const entries = vocabulary
    .list({ text: query })
    .filter((each) => group === undefined || each.group === group)
    .map((primitive) => {
      const { name, title, description, words, parameters, masks, where, cost, example } = primitive;
      return {
        name,
        kind: 'primitive' as const,
        title,
        group: primitive.group,
        description,
        words: [...words],
        parameters,
        masks,
        where,
        darktable: oldestFor(primitive),
        cost,
        example,
      };
    });
  const looks = [...(await studio.looks()).values()]
    .filter((look) => (group === undefined || look.group === group) && mentions(look, query))
    .map((look) => shownLook(look, studio.store.home));
  return { result: { entries, looks } };
};

const mentions = ({ name, title, description, words }: LoadedLook, text = ''): boolean =>
  [name, title, description, ...words].some((part) => part.toLowerCase().includes(text.toLowerCase()));

function shownLook(look: LoadedLook, home: string) {
  const { name, title, group, description, words, likely_wrong_when = [], moves, file } = look;
  const does = moves.map(({ primitive, values, mask_spec }) =>
    describeMove({ primitive, values, mask: mask_spec === undefined ? null : maskOfPack(mask_spec), label: null }),
  );
  const source = file.startsWith(home) ? ('personal' as const) : ('shipped' as const);
  return { name, title, group, description, words, likely_wrong_when, source, does };
}

/** The oldest darktable that can do it, of those whose modules are known. */
const oldestFor = ({ modules, otherwise }: Primitive): string =>
  RELEASES.find((release) =>
    [modules, otherwise].some((uses) =>
      uses?.every(({ operation, version }) => moduleTooNew(operation, version, release) === null),
    ),
  ) ?? `newer than ${RELEASES.at(-1)!}`;
