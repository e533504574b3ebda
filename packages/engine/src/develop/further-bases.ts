/**
 * Moves of the scene from one further base picture to the next. Each takes as long as some three moves: with four between
 * them, a change at the end of a long edit takes about as long as one near its beginning, and so does a move that is added.
 */
const APART = 4;

/**
 * How many moves of the scene each further base picture holds of those that masks look at, rising; the last move is in none,
 * for it is what mostly changes.
 *
 * The moves alone decide, not what was looked at before: behind each further base picture colours are up to a 2500th others
 * (4.2.1, linear), and of that much a range that is learned there is another one. What a state is must not depend on how
 * somebody came to it.
 */
export const furtherBases = (moves: number): number[] =>
  Array.from({ length: Math.ceil(moves / APART) }, (_, i) => i * APART).slice(1);
