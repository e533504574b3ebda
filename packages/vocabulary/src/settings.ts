import type { Curve, Primitive, Setting } from './schema.ts';

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
  return Object.entries(primitive.parameters).every(([name, parameter]) => values[name] === parameter.neutral);
}

/**
 * The module instances that carry out a primitive at the given values (as `checkValues` returns them).
 *
 * At neutral there are none: some modules change out-of-gamut colours merely by being there.
 */
export function moduleSettings(primitive: Primitive, values: Readonly<Record<string, number>>): ModuleSetting[] {
  if (isNeutral(primitive, values)) return [];
  const number = (part: number | Curve): number =>
    typeof part === 'number' ? part : evaluateCurve(part, values[part.from]!);
  const resolve = (setting: Setting): number | number[] => {
    if (Array.isArray(setting)) return setting.map(number);
    if (typeof setting === 'object' && 'sum' in setting)
      return setting.sum.reduce((sum, part) => sum + number(part), 0);
    return number(setting);
  };
  return primitive.modules.map(({ operation, version, set }) => ({
    operation,
    version,
    params: Object.fromEntries(Object.entries(set).map(([name, setting]) => [name, resolve(setting)])),
  }));
}
