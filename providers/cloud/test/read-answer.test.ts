import { array, assert, constantFrom, integer, jsonValue, oneof, property, record, string, tuple } from 'fast-check';
import { ChemigramError } from '@chemigram/errors';
import { ANSWERS } from '@chemigram/providers/protocol';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../src/read-answer.ts';

const picture = { width: 300, height: 200 };
const SQUARE = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
const region = (said: Record<string, unknown> = {}): Record<string, unknown> => ({
  label: 'cat',
  confidence: 0.5,
  vertices: SQUARE,
  ...said,
});
const answer = (...regions: unknown[]): string => JSON.stringify({ regions });

function attempt(text: string): { answered?: unknown; thrown?: unknown } {
  try {
    return { answered: { ...readAnswer(text, picture), took: { seconds: 0, memory_mb: 0, money: 0 } } };
  } catch (thrown) {
    return { thrown };
  }
}

describe("a vision model's answer", () => {
  it.each([
    ['alone', answer(region())],
    ['in a fence', `\`\`\`json\n${answer(region())}\n\`\`\``],
    ['among words', `Here it is: ${answer(region())} Anything else?`],
  ])('is found %s', (_, text) => {
    expect(readAnswer(text, picture)).toEqual({
      regions: [{ label: 'cat', confidence: 0.5, vertices: SQUARE, holes: [], bbox: [0.1, 0.1, 0.9, 0.9] }],
      notes: [],
    });
  });

  it('keeps holes', () => {
    const hole = SQUARE.map(([x, y]) => [0.25 + x! / 2, 0.25 + y! / 2]);
    expect(readAnswer(answer(region({ holes: [hole] })), picture).regions[0]!.holes).toEqual([hole]);
  });

  it('may go past the edge by a little', () => {
    const vertices = [
      [-0.01, 0.5],
      [1.015, 0.2],
      [0.5, 1],
    ];
    expect(readAnswer(answer(region({ vertices })), picture).regions[0]!.bbox).toEqual([0, 0.2, 1, 1]);
  });

  it('with an outline that crosses itself is repaired, and told of', () => {
    const bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]];
    const { regions, notes } = readAnswer(answer(region({ vertices: bow })), picture);
    expect(regions.map(({ label, vertices }) => [label, vertices.length])).toEqual([
      ['cat', 3],
      ['cat', 3],
    ]);
    expect(notes).toEqual([expect.stringMatching(/^Region 1: .*crosses itself/)]);
  });

  it('leaves out what is no region, and says why', () => {
    const { regions, notes } = readAnswer(
      answer(
        region({
          vertices: [
            [512, 300],
            [600, 300],
            [600, 400],
          ],
        }),
        region(),
      ),
      picture,
    );
    expect(regions).toHaveLength(1);
    expect(notes).toEqual([expect.stringMatching(/^Region 1 was left out: vertices\.0\.0: /)]);
  });

  it('tells of the first of many that it left out', () => {
    const { notes } = readAnswer(answer(region(), ...Array<unknown>(40).fill(region({ label: '' }))), picture);
    expect(notes).toHaveLength(15);
    expect(notes.at(-1)).toBe('26 more like these.');
  });

  it('with nothing of the kind is no error', () => {
    expect(readAnswer('{"regions": []}', picture)).toEqual({ regions: [], notes: [] });
  });

  it.each([
    ['no JSON', 'There is a cat on the left.', 'it begins "There is a cat'],
    ['JSON that is cut off', answer(region()).slice(0, -20), 'no JSON'],
    ['another form', '[[0.1, 0.2]]', 'no JSON with "regions"'],
    [
      'pixels',
      answer(
        region({
          vertices: [
            [12, 20],
            [30, 20],
            [30, 40],
          ],
        }),
      ),
      'None of the 1 regions',
    ],
    ['two vertices', answer(region({ vertices: SQUARE.slice(0, 2) })), 'None of the 1'],
    [
      'no area',
      answer(
        region({
          vertices: [
            [0, 0],
            [0.5, 0.5],
            [1, 1],
          ],
        }),
      ),
      'None of the 1',
    ],
    [
      'numbers that are none',
      answer(
        region({
          vertices: [
            ['a', 0],
            [1, 0],
            [1, 1],
          ],
        }),
      ),
      'None of the 1',
    ],
    ['a confidence of 80', answer(region({ confidence: 80 })), 'None of the 1'],
    [
      '1,001 vertices',
      answer(region({ vertices: Array.from({ length: 1001 }, (_, i) => [Math.cos(i) / 2 + 0.5, 0.5]) })),
      'None of the 1',
    ],
  ])('is refused when it is %s', (_, text, told) => {
    expect(() => readAnswer(text, picture)).toThrow(
      expect.objectContaining({ code: 'provider_failed', message: expect.stringContaining(told) }),
    );
  });

  it('is what the protocol allows, or a ChemigramError, whatever it says', () => {
    const number = oneof(
      integer({ min: -10, max: 110 }).map((n) => n / 100),
      constantFrom(1e-9, 1e9),
    );
    const ring = array(tuple(number, number), { maxLength: 12 });
    const any = record({
      label: string(),
      confidence: number,
      vertices: ring,
      holes: array(ring, { maxLength: 2 }),
    });
    assert(
      property(
        oneof(
          string(),
          jsonValue().map((v) => JSON.stringify(v)),
          array(any).map((r) => answer(...r)),
        ),
        (text) => {
          const { answered, thrown } = attempt(text);
          return thrown === undefined ? ANSWERS.subjects.safeParse(answered).success : thrown instanceof ChemigramError;
        },
      ),
    );
  });
});
