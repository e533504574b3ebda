import { ChemigramError } from '@chemigram/errors';
import type { Curve, ModuleUse, Primitive, Setting } from './schema.ts';

/** What one module instance of a move is set to. Fields not named here keep darktable's defaults. */
export interface ModuleSetting {
  operation: string;
  version: number;
  params: Record<string, number | number[]>;
}

/**
 * The value of a piecewise linear table at `x`; beyond its ends, the end's.
 * The end points and the listed points come out exactly.
 */
export function evaluateCurve(curve: Curve, x: number): number {
  const { points } = curve;
  const after = points.findIndex(([px]) => px >= x);
  if (after === 0) return points[0]![1];
  if (after < 0) return points.at(-1)![1];
  const [x0, y0] = points[after - 1]!;
  const [x1, y1] = points[after]!;
  return x === x1 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Whether these values change nothing. */
export function isNeutral(primitive: Primitive, values: Readonly<Record<string, number>>): boolean {
  return (
    primitive.acts_at_neutral !== true &&
    Object.entries(primitive.parameters).every(([name, parameter]) => values[name] === parameter.neutral)
  );
}

/** Why a darktable cannot run a version of a module, in words; null where it can. */
export type Lacks = (operation: string, version: number) => string | null;

/**
 * The modules of a primitive that a darktable can run: its own, else those that it has for other versions.
 *
 * @throws ChemigramError `unsupported_by_darktable` naming primitive, module and the darktable that is needed
 */
export function modulesFor(primitive: Primitive, lacks: Lacks): readonly ModuleUse[] {
  const ways = [primitive.modules, ...(primitive.otherwise === undefined ? [] : [primitive.otherwise])];
  const missing = (uses: readonly ModuleUse[]) => uses.find(({ operation, version }) => lacks(operation, version));
  const way = ways.find((uses) => missing(uses) === undefined);
  if (way !== undefined) return way;
  const { operation, version } = missing(ways.at(-1)!)!;
  throw new ChemigramError(
    'unsupported_by_darktable',
    `${primitive.name} needs darktable's module ${operation}, version ${version}: ${lacks(operation, version)}`,
    { field: 'primitive_name', hint: `Try another primitive of ${primitive.group}: list_vocabulary has them.` },
  );
}

/**
 * The module instances that carry out a primitive at the given values (as `checkValues` returns them).
 *
 * At neutral there are none: some modules change out-of-gamut colours merely by being there.
 * @param lacks what the darktable at hand cannot run
 * @throws ChemigramError `unsupported_by_darktable` where it has no way of doing it
 */
export function moduleSettings(
  primitive: Primitive,
  values: Readonly<Record<string, number>>,
  lacks: Lacks,
): ModuleSetting[] {
  if (isNeutral(primitive, values)) return [];
  const number = (part: Exclude<Setting, readonly unknown[]>): number => {
    if (typeof part === 'number') return part;
    if ('sum' in part) return part.sum.reduce((sum, each) => sum + number(each), 0);
    return evaluateCurve(part, values[part.from]!);
  };
  const resolve = (setting: Setting): number | number[] =>
    Array.isArray(setting) ? setting.map(number) : number(setting);
  return modulesFor(primitive, lacks).map(({ operation, version, set }) => ({
    operation,
    version,
    params: Object.fromEntries(Object.entries(set).map(([name, setting]) => [name, resolve(setting)])),
  }));
}
