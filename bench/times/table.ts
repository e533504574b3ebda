import type { Case, Group } from './case.ts';
import { median, nearSlowest } from '../median.ts';

export type Samples = ReadonlyMap<Case, readonly number[]>;

/** What was measured of a case. */
export interface Row {
  readonly bench: Case;
  readonly middle: number;
  readonly fastest: number;
  /** What 95 of 100 stay below. */
  readonly nearly: number;
  /** Of the case beside it. */
  readonly ratio: number | null;
  /** Whether what it must stay below is held; null where nothing is asked. */
  readonly held: boolean | null;
  /** What is asked, in words; empty where nothing is. */
  readonly bar: string;
}

/** The cases of a group that were measured. */
export function rowsOf({ cases }: Group, samples: Samples): Row[] {
  const measured = cases.filter((bench) => (samples.get(bench) ?? []).length > 0);
  const medians = new Map(measured.map((bench) => [bench.name, median(samples.get(bench)!)]));
  return measured.map((bench) => {
    const values = samples.get(bench)!;
    const middle = medians.get(bench.name)!;
    const besides = bench.beside === undefined ? undefined : medians.get(bench.beside.name);
    const nearly = nearSlowest(values);
    const ratio = besides === undefined ? null : middle / besides;
    return { bench, middle, fastest: Math.min(...values), nearly, ratio, ...judged(bench, { middle, nearly, ratio }) };
  });
}

function judged(
  { target, nearSlowest: most, unit, beside }: Case,
  { middle, nearly, ratio }: Pick<Row, 'middle' | 'nearly' | 'ratio'>,
): Pick<Row, 'held' | 'bar'> {
  if (target !== undefined) {
    const also = most === undefined ? '' : `, ${most} ${unit} for 95 of 100`;
    return { bar: `${target} ${unit}${also}`, held: middle <= target && nearly <= (most ?? Infinity) };
  }
  if (beside?.atMost === undefined || ratio === null) return { bar: '', held: null };
  return { bar: `ratio ${beside.atMost}`, held: ratio <= beside.atMost };
}

const HEAD = ['median', 'fastest', '95 of 100', 'ratio', 'at most'] as const;

function cellsOf({ bench, middle, fastest, nearly, ratio, bar, held }: Row): string[] {
  const figures = [middle, fastest, nearly].map((value) => `${value.toFixed(0)} ${bench.unit}`);
  const verdict = held === null ? '' : `${bar}: ${held ? 'held' : 'MISSED'}`;
  return [...figures, ratio === null ? '' : ratio.toFixed(2), verdict];
}

const WIDTHS = [54, 10, 10, 10, 8] as const;

/** The groups as lines of text. */
export function textOf(groups: readonly Group[], samples: Samples): string {
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[0]) : i === 5 ? `  ${cell}` : cell.padStart(WIDTHS[i]!)))
      .join('');
  return groups
    .map((group) => ({ group, rows: rowsOf(group, samples) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ group, rows }) =>
      [line([group.title, ...HEAD]), ...rows.map((row) => line([`  ${row.bench.name}`, ...cellsOf(row)]))].join('\n'),
    )
    .join('\n\n');
}

/** The groups as tables of Markdown. */
export function markdownOf(groups: readonly Group[], samples: Samples): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return groups
    .map((group) => {
      const rows = rowsOf(group, samples).map((row) => line([row.bench.name, ...cellsOf(row)]));
      return [`## ${group.title}`, '', line(['', ...HEAD]), '| --- | ---: | ---: | ---: | ---: | --- |', ...rows].join(
        '\n',
      );
    })
    .join('\n\n');
}
