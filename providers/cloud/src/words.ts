import type { DetectRequest } from '@chemigram/providers/protocol';

/** Thousandths are finer than a vision model points. */
const DECIMALS = 3;

const points = (list: readonly (readonly [number, number])[]): string =>
  JSON.stringify(list.map((point) => point.map((c) => Number(c.toFixed(DECIMALS)))));

/** The question to a vision model, in words. */
export function wordsFor({ query, hints }: Pick<DetectRequest, 'query' | 'hints'>): string {
  const what =
    query === undefined
      ? 'Find the main subjects of this photograph, the most important first.'
      : `Find in this photograph: ${JSON.stringify(query)}. Each separate one is a region of its own.`;
  const { region, positive = [], negative = [], count } = hints;
  return [
    what,
    region === undefined ? '' : `It lies roughly within the outline ${points(region)}.`,
    positive.length === 0 ? '' : `These points lie on it: ${points(positive)}.`,
    negative.length === 0 ? '' : `These points do not lie on it: ${points(negative)}.`,
    count === undefined ? '' : `At most ${count} regions.`,
    `Draw around each region with 12 to 60 vertices, following its edge closely, in order around it. A vertex is [x, y]: x is a fraction of the width from the left, y a fraction of the height from the top, both from 0 to 1 with ${DECIMALS} decimals.`,
    'What one sees through a region (between an arm and a body) is a hole of it.',
    'confidence is how likely it is that outline and label are right, from 0 to 1; be honest.',
    'Answer with JSON alone, of this form: {"regions": [{"label": "dog", "confidence": 0.8, "vertices": [[0.1, 0.2], [0.3, 0.2], [0.2, 0.4]], "holes": []}]}. If there is nothing of the kind: {"regions": []}.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
