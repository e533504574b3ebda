import type { CameraRawEdit, CameraRawSetting } from '@chemigram/darktable';
import { evaluateCurve, isNeutral } from '@chemigram/vocabulary';
import type { Parameter, Primitive, Vocabulary } from '@chemigram/vocabulary';
import type { Move } from '@chemigram/workspace';
import { ABOUT, NO_NUMBER, NO_PRIMITIVE, NOT_TAKEN, RESTING, SAYINGS, UNSAID } from './camera-raw-table.ts';
import type { Saying } from './camera-raw-table.ts';
import type { LeftOut } from './take-layers.ts';

/**
 * A preset of Camera Raw in chemigram's words: one move per primitive, in the order of the table.
 * @param strength 1 as it is; scales what can be scaled, within each primitive's range
 * @returns also every setting that does something and could not be said, and what had to be cut
 */
export function movesOfCameraRaw(
  { settings }: CameraRawEdit,
  vocabulary: Vocabulary,
  strength: number,
): { moves: Pick<Move, 'primitive' | 'values'>[]; leftOut: LeftOut[]; warnings: string[] } {
  const primitives = new Map(vocabulary.list().map((primitive) => [primitive.name, primitive]));
  const active = new Map(settings.filter(doesSomething).map((setting) => [setting.name, setting]));
  const values = new Map<Primitive, Record<string, number>>();
  const leftOut: LeftOut[] = [];
  const warnings: string[] = [];
  const said = new Set<string>();
  for (const saying of SAYINGS) {
    const setting = active.get(saying.setting);
    const number = setting === undefined ? null : numberOf(setting.value);
    if (setting === undefined || number === null) continue;
    said.add(setting.name);
    if (saying.only !== undefined && !active.has(saying.only)) continue;
    const primitive = primitives.get(saying.primitive);
    const parameter = primitive?.parameters[saying.parameter];
    if (primitive === undefined || parameter === undefined) {
      leftOut.push({ setting: setting.name, value: setting.value, why: NO_PRIMITIVE(saying.primitive) });
      continue;
    }
    const { value, cut } = saidAs(saying, number, parameter, strength);
    if (cut) warnings.push(`${setting.name} ${setting.value} is said as ${saying.primitive} ${value}, its limit.`);
    values.set(primitive, { ...(values.get(primitive) ?? atRest(primitive)), [saying.parameter]: value });
  }
  for (const { name, value } of active.values()) {
    if (!said.has(name)) leftOut.push({ setting: name, value, why: whyLeftOut(name) });
  }
  const moves = [...values]
    .filter(([primitive, all]) => !isNeutral(primitive, all))
    .map(([primitive, all]) => ({ primitive: primitive.name, values: all }));
  return { moves, leftOut, warnings };
}

/** What has a word here was left out for its value alone. */
const whyLeftOut = (name: string): string =>
  NOT_TAKEN.find((f) => f.name.test(name))?.why ??
  (SAYINGS.some(({ setting }) => setting === name) ? NO_NUMBER : UNSAID);

/** Camera Raw writes +20, 0.35, True. */
function numberOf(text: string): number | null {
  if (/^true$/i.test(text)) return 1;
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? null : number;
}

function doesSomething({ name, value, items, structured }: CameraRawSetting): boolean {
  if (ABOUT.some((about) => about.test(name))) return false;
  if (structured) return value !== '0 of them';
  if (items !== undefined) return !isStraight(items);
  return value !== '' && !/^false$/i.test(value) && numberOf(value) !== (RESTING[name] ?? 0);
}

/** A curve whose points lie on the diagonal, or an empty list. */
const isStraight = (items: readonly string[]): boolean =>
  items.every((point) => {
    const [x, y] = point.split(',').map(Number);
    return x === y;
  });

const atRest = (primitive: Primitive): Record<string, number> =>
  Object.fromEntries(Object.entries(primitive.parameters).map(([name, { neutral }]) => [name, neutral]));

function saidAs(
  { parameter, points, fixed }: Saying,
  number: number,
  { min, max, neutral }: Parameter,
  strength: number,
): { value: number; cut: boolean } {
  const curve = { from: parameter, points: points.map(([x, y]): [number, number] => [x, y]) };
  // A number beyond the table goes on as its end does, and is cut after the strength: half of +5 EV is +2.5, not half of the limit.
  const within = Math.min(points.at(-1)![0], Math.max(points[0]![0], number));
  const beyond = within !== number;
  const goesOn = beyond && within !== 0 && fixed !== true;
  const asked = neutral + (evaluateCurve(curve, within) - neutral) * (goesOn ? number / within : 1);
  const scaled = fixed === true ? asked : neutral + (asked - neutral) * strength;
  const value = Math.min(max, Math.max(min, Math.round(scaled * STEPS) / STEPS));
  return { value, cut: (beyond && !goesOn) || scaled < min || scaled > max };
}

/** What is told apart: a thousandth. */
const STEPS = 1000;
