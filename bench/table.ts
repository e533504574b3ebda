import { cpus, loadavg } from 'node:os';
import type { Case } from './cases.ts';
import { nearSlowest } from './median.ts';

const WIDTHS = [44, 10, 10, 10, 8, 40] as const;

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[0]) : i === 5 ? `  ${cell}` : cell.padStart(WIDTHS[i]!)))
    .join('');

/** Prints the cases with median, fastest and what 95 of 100 stay below; then what of the targets is not held. */
export function printTable(
  cases: readonly Case[],
  samples: ReadonlyMap<Case, readonly number[]>,
  medians: ReadonlyMap<string, number>,
): void {
  console.log(
    `${cpus().length} cores of ${cpus()[0]?.model}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}`,
  );
  console.log(row(['', 'median', 'fastest', '95 of 100', 'ratio', 'target']));
  for (const bench of cases) {
    const values = samples.get(bench)!;
    const nearly = nearSlowest(values);
    const middle = medians.get(bench.name)!;
    const ratio = bench.beside === undefined ? null : middle / medians.get(bench.beside.name)!;
    console.log(
      row([
        bench.name,
        ...[middle, Math.min(...values), nearly].map((value) => `${value.toFixed(0)} ${bench.unit}`),
        ratio === null ? '' : ratio.toFixed(2),
        verdict(bench, { middle, nearly, ratio }),
      ]),
    );
  }
}

interface Figures {
  readonly middle: number;
  readonly nearly: number;
  readonly ratio: number | null;
}

function verdict({ target, nearSlowest: most, unit, beside }: Case, { middle, nearly, ratio }: Figures): string {
  if (target !== undefined) {
    const also = most === undefined ? '' : `, ${most} ${unit} for 95 of 100`;
    return `at most ${target} ${unit}${also}: ${held(middle <= target && nearly <= (most ?? Infinity))}`;
  }
  if (beside?.atMost === undefined || ratio === null) return '';
  return `ratio at most ${beside.atMost}: ${held(ratio <= beside.atMost)}`;
}

const held = (is: boolean): string => (is ? 'held' : 'MISSED');
