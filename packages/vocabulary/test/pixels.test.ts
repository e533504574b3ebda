/** Every primitive on the pixels of the installed darktable. `npm run claims` prints the figures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkValues,
  defaultPackDirs,
  loadVocabulary,
  modulesFor,
  moduleSettings,
  VALUE,
  type Vocabulary,
} from '../src/index.ts';
import { LEAST_STEP, UNTOUCHED } from './claims/claim.ts';
import { CLAIMS } from './claims/index.ts';
import { coloured, colourfulness, gain, largestChange, luminanceOf, magenta, warmth, ZONES } from './measures.ts';
import { lacksOf, inPlace, parameterOf, prove, type Proof, type Proofs } from './prove.ts';
import { openSheets, type Probed, type Sheets } from './sheet.ts';

/** Float rounding of a trip to Lab and back. */
const ROUNDING = 2e-4;
/** The least change of a channel, of 1, that counts as one. */
const SEEN = 0.01;

/** All renders but one are in one hook: on a busy machine that is longer than a test usually may take. */
const PATIENCE_MS = 900_000;

let vocabulary: Vocabulary;
let sheets: Sheets;
let proofs: Proofs;

beforeAll(async () => {
  vocabulary = await loadVocabulary(defaultPackDirs());
  sheets = await openSheets();
  proofs = await prove(vocabulary, sheets, process.env['CHEMIGRAM_PROOF'] === 'whole');
}, PATIENCE_MS);
afterAll(() => sheets.close());

const settingsOf = (name: string, value: number) => {
  const primitive = vocabulary.primitive(name);
  return moduleSettings(primitive, checkValues(primitive, { value }), lacksOf(sheets.version));
};

const titled = CLAIMS.map((claim) => ({ claim, title: `${claim.primitive} ${parameterOf(claim)} ${claim.says}` }));

/** The proof of a claim; null where this darktable refuses the primitive, which its own test below looks at. */
function proofOf(claim: Proof['claim']): Proof | null {
  const proof = proofs.claims.find((candidate) => candidate.claim === claim) ?? null;
  expect(proof === null).toBe(proofs.refused.has(claim.primitive));
  return proof;
}

describe('each primitive that works in place', () => {
  it('has a claim for each of its parameters', () => {
    const named = CLAIMS.map((claim) => `${claim.primitive} ${parameterOf(claim)}`);
    const there = inPlace(vocabulary).flatMap(({ name, parameters }) =>
      Object.keys(parameters).map((parameter) => `${name} ${parameter}`),
    );
    expect([...new Set(named)].sort()).toEqual(there.sort());
  });

  it.each(titled)('$title, more with more', ({ claim }) => {
    const proof = proofOf(claim);
    if (proof === null) return;
    expect(proof.finite, 'gives numbers').toBe(true);
    const told = JSON.stringify(proof.steps);
    const rises = proof.steps.slice(1).map(({ grown }, i) => grown - proof.steps[i]!.grown);
    expect(Math.min(...rises), told).toBeGreaterThan(LEAST_STEP);
    const drifts = proof.steps.map(({ drift }) => Math.abs(drift));
    expect(Math.max(...drifts), `leaves the rest: ${told}`).toBeLessThan(UNTOUCHED);
  });

  it.each(titled)('$title: inside of its mask and nowhere else', ({ claim }) => {
    const proof = proofOf(claim);
    if (proof === null) return;
    expect(proof.inside).toBeGreaterThan(SEEN);
    expect(proof.outside).toBeLessThan(ROUNDING);
  });

  it('shows in its example', () => {
    const idle = proofs.examples.filter(({ inside }) => inside < SEEN).map(({ primitive }) => primitive);
    expect(idle).toEqual([]);
  });

  it('changes no pixel at neutral, all of them at once', async () => {
    const idle = inPlace(vocabulary)
      .filter((primitive) => primitive.acts_at_neutral !== true && !proofs.refused.has(primitive.name))
      .map((primitive) => {
        const neutral = Object.entries(primitive.parameters).map(([name, p]) => [name, p.neutral] as const);
        return moduleSettings(primitive, Object.fromEntries(neutral), lacksOf(sheets.version));
      });
    expect(largestChange(sheets.plain, await sheets.whole(idle), () => true)).toBe(0);
  });

  it('is refused by name where the darktable lacks what it needs', () => {
    for (const name of proofs.refused.keys()) {
      expect(() => modulesFor(vocabulary.primitive(name), lacksOf(sheets.version))).toThrow(
        expect.objectContaining({ code: 'unsupported_by_darktable', message: expect.stringContaining(name) }),
      );
    }
  });
});

describe('in particular', () => {
  let grey: Probed, vibrant: Probed, doubled: Probed, brightened: Probed, warm: Probed, tinted: Probed, both: Probed;
  beforeAll(async () => {
    const [warmer, pinker] = [settingsOf('warmth', 50), settingsOf('tint', 50)];
    [grey, vibrant, doubled, brightened, warm, tinted, both] = (await sheets.probe([
      settingsOf('saturation', -100),
      settingsOf('vibrance', 100),
      settingsOf('exposure', 1),
      [...settingsOf('exposure', 1), ...settingsOf('exposure', -0.25)],
      warmer,
      pinker,
      [...warmer, ...warmer, ...pinker],
    ])) as [Probed, Probed, Probed, Probed, Probed, Probed, Probed];
  });

  it('saturation at -100 leaves no colour', () => {
    expect(colourfulness(grey.before, grey.after, ZONES.all)).toBeLessThan(0.05);
  });

  it('vibrance favours weak colours over strong ones', () => {
    const { before, after } = vibrant;
    const [weak, strong] = [coloured(before, 0.05, 0.35), coloured(before, 0.6, 1.01)];
    expect(colourfulness(before, after, weak)).toBeGreaterThan(1.1 * colourfulness(before, after, strong));
  });

  it('exposure is exactly linear: every pixel within its mask by 2 to the EV', () => {
    const [light, brighter] = [luminanceOf(doubled.before), luminanceOf(doubled.after)];
    const ratios = [...light.keys()].filter((i) => light[i]! > 0.01).map((i) => brighter[i]! / light[i]!);
    expect(ratios.length).toBeGreaterThan(10_000);
    expect(ratios.reduce((most, ratio) => Math.max(most, Math.abs(ratio - 2)), 0)).toBeLessThan(2e-4);
  });

  it('two exposures, two warmths and a tint add up on one place, each an instance of its own', () => {
    const told = (measure: typeof warmth, { before, after }: Probed): number => measure(before, after, ZONES.mid);
    expect(told(gain, brightened)).toBeCloseTo(0.75, 3);
    expect(told(warmth, both)).toBeCloseTo(2 * told(warmth, warm), 2);
    expect(told(magenta, both)).toBeCloseTo(2 * told(magenta, warm) + told(magenta, tinted), 2);
  });

  it('all of them at a quarter over the whole picture give a picture, without a complaint of darktable', async () => {
    const some = inPlace(vocabulary)
      .filter(({ name, parameters }) => VALUE in parameters && !proofs.refused.has(name))
      .map(({ name, parameters }) => settingsOf(name, parameters[VALUE]!.max / 4));
    const after = await sheets.whole(some);
    expect(after.data.every(Number.isFinite)).toBe(true);
    expect(largestChange(sheets.plain, after, () => true)).toBeGreaterThan(0.05);
  });
});
