/** Whether everything is proved, as `npm run test:versions` does on each darktable; `npm test` has ten minutes. */
const WHOLE = process.env['CHEMIGRAM_PROOF'] === 'whole';

/** The cases of a proof: those that `npm test` takes, and the others where everything is proved. */
export const casesOf = <T>(always: readonly T[], whole: readonly T[]): readonly T[] =>
  WHOLE ? [...always, ...whole] : always;

/** How many cases of a series are tried. */
export const countOf = (always: number, whole: number): number => (WHOLE ? whole : always);
