/** Every claim, and the example of every primitive, on the pixels of one darktable. */
import { moduleTooNew } from '@chemigram/darktable';
import { checkValues, modulesFor, moduleSettings, VALUE, type Primitive, type Vocabulary } from '../src/index.ts';
import { CLAIMS } from './claims/index.ts';
import type { Claim } from './claims/claim.ts';
import { largestChange } from './measures.ts';
import type { Probed, Sheets } from './sheet.ts';

/** One value of a parameter on the pixels. */
export interface Step {
  readonly value: number;
  /** What the claim says grows. */
  readonly grown: number;
  /** How far what is to stay has moved. */
  readonly drift: number;
}

/** What a claim came to. */
export interface Proof {
  readonly claim: Claim;
  /** In the order of the strengths, the neutral value between those below and above it. */
  readonly steps: readonly Step[];
  /** The largest change at the last strength, of any channel, within the mask and outside of it. */
  readonly inside: number;
  readonly outside: number;
  readonly finite: boolean;
}

/** What a primitive's example came to. */
export interface ExampleProof {
  readonly primitive: string;
  readonly inside: number;
  readonly outside: number;
}

export interface Proofs {
  readonly claims: readonly Proof[];
  readonly examples: readonly ExampleProof[];
  /** Primitives that this darktable cannot do, with the words in which they are refused. */
  readonly refused: ReadonlyMap<string, string>;
}

/** What the darktable of that version lacks. */
export const lacksOf = (version: string) => (operation: string, of: number) => moduleTooNew(operation, of, version);

/** Primitives that change tones and colours in place: those that take masks, and what else a claim is made for. */
export const inPlace = (vocabulary: Vocabulary): Primitive[] =>
  vocabulary.list().filter(({ name, masks }) => masks === 'any' || CLAIMS.some(({ primitive }) => primitive === name));

/**
 * Proves all claims, and what they have in common: no edit changes a pixel outside of its mask.
 * @param whole every strength; else the first and the last of each claim, between which the neutral value stands
 */
export async function prove(vocabulary: Vocabulary, sheets: Sheets, whole: boolean): Promise<Proofs> {
  const lacks = lacksOf(sheets.version);
  const refused = new Map<string, string>();
  for (const primitive of inPlace(vocabulary)) {
    try {
      modulesFor(primitive, lacks);
    } catch (error) {
      refused.set(primitive.name, String(error));
    }
  }
  const settingsOf = (name: string, values: Readonly<Record<string, number>>) => {
    const primitive = vocabulary.primitive(name);
    return moduleSettings(primitive, checkValues(primitive, { values }), lacks);
  };
  const claims = CLAIMS.filter(({ primitive }) => !refused.has(primitive)).map((claim) => ({
    claim,
    strengths: whole ? claim.strengths : [claim.strengths[0]!, claim.strengths.at(-1)!],
  }));
  const examples = inPlace(vocabulary).filter(({ name }) => !refused.has(name));
  const framed = new Set(CLAIMS.filter((claim) => claim.framed === true).map(({ primitive }) => primitive));
  const edits = [
    ...claims.flatMap(({ claim, strengths }) =>
      strengths.map((value) => ({ primitive: claim.primitive, values: valuesOf(claim, value) })),
    ),
    ...examples.map(({ name, example }) => ({ primitive: name, values: example.values })),
  ].map(({ primitive, values }) => ({ settings: settingsOf(primitive, values), alone: framed.has(primitive) }));
  const settings = (alone: boolean) => edits.filter((edit) => edit.alone === alone).map((edit) => edit.settings);
  const [tiles, pictures] = await Promise.all([sheets.probe(settings(false)), sheets.alone(settings(true))]);
  const probed = edits.map(({ alone }) => (alone ? pictures : tiles).shift()!);
  let at = 0;
  return {
    claims: claims.map(({ claim, strengths }) => {
      const own = probed.slice(at, (at += strengths.length));
      return proofOf(claim, strengths, own, vocabulary.primitive(claim.primitive));
    }),
    examples: examples.map(({ name }) => {
      const { outside, ...pictures } = probed[at++]!;
      return { primitive: name, inside: changeOf(pictures), outside };
    }),
    refused,
  };
}

export const parameterOf = (claim: Pick<Claim, 'parameter'>): string => claim.parameter ?? VALUE;

const valuesOf = (claim: Pick<Claim, 'parameter' | 'with'>, value: number): Record<string, number> => ({
  ...claim.with,
  [parameterOf(claim)]: value,
});

const changeOf = ({ before, after }: Pick<Probed, 'before' | 'after'>): number =>
  largestChange(before, after, () => true);

function proofOf(claim: Claim, strengths: readonly number[], probed: readonly Probed[], primitive: Primitive): Proof {
  const steps = strengths.map((value, i): Step => {
    const { before, after } = probed[i]!;
    return { value, grown: claim.grows(before, after), drift: claim.stays?.(before, after) ?? 0 };
  });
  const { neutral } = primitive.parameters[parameterOf(claim)]!;
  if (claim.neutral !== null) {
    const above = steps.findIndex(({ value }) => value > neutral);
    steps.splice(above === -1 ? steps.length : above, 0, { value: neutral, grown: claim.neutral, drift: 0 });
  }
  return {
    claim,
    steps,
    inside: changeOf(probed.at(-1)!),
    outside: Math.max(...probed.map(({ outside }) => outside)),
    finite: probed.every(({ after }) => after.data.every(Number.isFinite)),
  };
}
