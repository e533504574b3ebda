import { cpus, loadavg } from 'node:os';
import type { Case } from './cases.ts';

const WIDTHS = [44, 10, 10, 10, 8, 26] as const;

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[0]) : i === 5 ? `  ${cell}` : cell.padStart(WIDTHS[i]!)))
    .join('');

/** Prints the cases with median, fastest and slowest; then what of the targets is not held. */
export function printTable(
  cases: readonly Case[],
  samples: ReadonlyMap<Case, readonly number[]>,
  medians: ReadonlyMap<string, number>,
): void {
  console.log(
    `${cpus().length} cores of ${cpus()[0]?.model}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}`,
  );
  console.log(row(['', 'median', 'fastest', 'slowest', 'ratio', 'target']));
  for (const bench of cases) {
    const values = samples.get(bench)!;
    const middle = medians.get(bench.name)!;
    const ratio = bench.beside === undefined ? null : middle / medians.get(bench.beside.name)!;
    console.log(
      row([
        bench.name,
        ...[middle, Math.min(...values), Math.max(...values)].map((value) => `${value.toFixed(0)} ${bench.unit}`),
        ratio === null ? '' : ratio.toFixed(2),
        verdict(bench, middle, ratio),
      ]),
    );
  }
}

function verdict({ target, unit, beside }: Case, middle: number, ratio: number | null): string {
  if (target !== undefined) return `at most ${target} ${unit}: ${middle <= target ? 'held' : 'MISSED'}`;
  const most = beside?.atMost;
  if (most === undefined || ratio === null) return '';
  return `ratio at most ${most}: ${ratio <= most ? 'held' : 'MISSED'}`;
}
