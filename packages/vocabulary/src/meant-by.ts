/** What has a name in the vocabulary, and what photographers say when they mean it. */
export interface Called {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly words: readonly string[];
}

/** What a text may mean, the likeliest first. */
export interface Meant<T> {
  /** What is called so, from the very words to those that have them among others. */
  readonly called: T[];
  /**
   * What fits best: of what is called so nothing else where something is called exactly so; where nothing is, a guess, by the
   * words that it shares in one name, the rarer the better, or by its description.
   */
  readonly likeliest: T[];
  /** What is not called so, but says so of itself. */
  readonly mentioning: T[];
}

/** Words of a wish that tell nothing of what is wished. The last two are in the names of all looks and masks. */
const TELLING_NOTHING = new Set(
  `a an the it its is are be this that my her his their of to in on at for and or but with from as all up down out make makes made get
   give add use bring want fix reduce increase lower boost convert looks like more less most very bit little
   slightly much too some so not please photo picture image look mask`
    .split(/\s+/u)
    .filter(Boolean),
);

/** One spelling for those that have two, and one word for those that say the same in several. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/colour/gu, 'color'],
  [/grey/gu, 'gray'],
  [/['’]s\b/gu, ''],
  [/\b(tone|toned|toning|turn|turned) (down|up)\b/gu, '$2'],
];

/** Of many, and of one: "skies", "eyes"; no "glass". */
const PLURAL: readonly (readonly [RegExp, string])[] = [
  [/ies$/u, 'y'],
  [/(?<=[^s])s$/u, ''],
];

/**
 * Endings of the same word ("moody", "moodier", "soft", "soften"), each with the fewest letters that must be left of a word
 * without it: "green" is no form of "gre", "forest" none of "for".
 */
const ENDINGS: readonly (readonly [string, number])[] = [
  ['iness', 3],
  ['iest', 3],
  ['ier', 3],
  ['ening', 4],
  ['ness', 3],
  ['est', 4],
  ['ing', 3],
  ['en', 4],
  ['er', 3],
  ['ed', 3],
  ['ly', 4],
  ['y', 3],
  ['e', 3],
];

/** How well an entry fits, from what only says so of itself on. */
const FITS = { inTheseWords: 5, exactly: 4, inOneName: 3, inSeveralNames: 2, inDescription: 1 } as const;

/** The words of a text that tell something, each without its ending; all of them where none does. */
export function tellingWords(text: string): string[] {
  const spelled = SPELLINGS.reduce((said, [either, one]) => said.replace(either, one), text.toLowerCase());
  const words = spelled.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const telling = words.filter((word) => !TELLING_NOTHING.has(word));
  return (telling.length > 0 ? telling : words).map(rootOf);
}

function rootOf(word: string): string {
  const one = PLURAL.reduce((said, [many, single]) => (said === word ? said.replace(many, single) : said), word);
  const ending = ENDINGS.find(([end, left]) => one.endsWith(end) && one.length - end.length >= left);
  const root = ending === undefined ? one : one.slice(0, one.length - ending[0].length);
  // "redder", "flatter", "blurry": the ending doubles the consonant.
  return root.length > 3 && /([bdgmnprt])\1$/u.test(root) ? root.slice(0, -1) : root;
}

const holdsAll = (have: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((root) => have.includes(root));

/** Whether a word of what is said begins so: "vign" is meant by "vignette", no "car" by "scarlet", no "rain" by "grain". */
function begins(said: string, text: string): boolean {
  for (let at = said.indexOf(text); at >= 0; at = said.indexOf(text, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(said[at - 1]!)) return true;
  }
  return false;
}

/**
 * How many of the wanted roots the name has that shares the most telling ones, how telling they are together, and whether they
 * are all of that name: of "remove the reflection" a thing called "remove" shares more than one called "remove noise".
 */
function mostShared(
  names: readonly (readonly string[])[],
  wanted: ReadonlyMap<string, number>,
): { count: number; weight: number; whole: boolean } {
  let best = { count: 0, weight: 0, whole: false };
  for (const name of names) {
    const shared = [...wanted].filter(([root]) => name.includes(root));
    const weight = shared.reduce((sum, [, rarity]) => sum + rarity, 0);
    const whole = shared.length === name.length;
    if (weight > best.weight || (weight === best.weight && whole && weight > 0))
      best = { count: shared.length, weight, whole };
  }
  return best;
}

/**
 * Finds what a photographer's words mean: by names, titles and words whatever the form ("moodier", "skies", "less red"), then by
 * descriptions, then by the most of the words. Within one degree the order stays.
 */
export function meantBy<T extends Called>(said: string, entries: readonly T[]): Meant<T> {
  const wanted = tellingWords(said);
  if (wanted.length === 0) return { called: [], likeliest: [], mentioning: [] };
  const text = said.toLowerCase().trim();
  const read = entries.map((entry) => {
    const called = [entry.name, entry.title, ...entry.words];
    return { entry, called: called.map((name) => name.toLowerCase()), roots: called.map(tellingWords) };
  });
  const scored = read.map(({ entry, called, roots }) => {
    const own = roots.flat();
    const description = tellingWords(entry.description);
    const degrees: readonly (readonly [number, boolean])[] = [
      [FITS.inTheseWords, called.includes(text)],
      [FITS.exactly, roots.some((name) => name.length === wanted.length && holdsAll(name, wanted))],
      [FITS.inOneName, roots.some((name) => holdsAll(name, wanted))],
      [FITS.inSeveralNames, holdsAll(own, wanted) || called.some((name) => begins(name, text))],
      [FITS.inDescription, holdsAll([...own, ...description], wanted) || begins(entry.description.toLowerCase(), text)],
    ];
    const fits = degrees.find(([, holds]) => holds)?.[0] ?? 0;
    return { entry, fits, roots };
  });
  const rarity = (root: string): number => 1 / scored.filter(({ roots }) => roots.flat().includes(root)).length;
  const rarities = new Map(wanted.map((root) => [root, rarity(root)]));
  const best = (score: (each: (typeof scored)[number]) => boolean): T[] =>
    scored
      .filter(score)
      .toSorted((a, b) => b.fits - a.fits)
      .map(({ entry }) => entry);
  const called = best(({ fits }) => fits > FITS.inDescription);
  const mentioning = best(({ fits }) => fits === FITS.inDescription);
  const top = Math.max(FITS.inSeveralNames, ...scored.map(({ fits }) => fits));
  const likeliest = top < FITS.exactly ? called : best(({ fits }) => fits === top);
  if (called.length > 0) return { called, likeliest, mentioning };
  const shared = scored.map(({ entry, roots }) => ({ entry, ...mostShared(roots, rarities) }));
  const most = Math.max(0, ...shared.map(({ weight }) => weight));
  const guesses = shared
    .filter(({ weight }) => most > 0 && weight === most)
    .toSorted((a, b) => Number(b.whole) - Number(a.whole));
  const asked = guesses.some(({ count }) => count > 1) || mentioning.length === 0;
  return { called, likeliest: asked ? guesses.map(({ entry }) => entry) : mentioning, mentioning };
}
