import { TOLD } from '../../packages/engine/test/proof/bars.ts';
import type { Bar } from '../../packages/engine/test/proof/bars.ts';
import { KINDS } from './kinds.ts';
import type { Kind, KindName } from './kinds.ts';
import { passes, toldOff } from './measure.ts';
import type { Row } from './measure.ts';
import { figuresOf, summarise, toldShare } from './summary.ts';

/** Rows of one version by the kind that they are judged as. */
export type RowsByKind = Readonly<Partial<Record<KindName, readonly Row[]>>>;

const two = ({ iou, error }: Bar): string => `${iou.toFixed(3)} / ${error.toFixed(3)}`;
const bar = ({ iou, error }: Bar): string => (error === Infinity ? iou.toFixed(3) : two({ iou, error }));
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A Markdown table with its columns aligned, readable as it is. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  const padded = (cells: readonly string[]): string => line(cells.map((cell, i) => cell.padEnd(widths[i]!)));
  return [padded(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(padded)].join('\n');
}

const HEAD = ['case', 'asked', 'predicted', 'measured', 'told off by', 'strategy', 'bar', ''] as const;

/** One line per case: figures are IoU at half opacity / mean absolute error, both against what was asked. */
export const caseTable = (rows: readonly Row[]): string => table(HEAD, rows.map(caseCells));

function caseCells(row: Row): string[] {
  const { photo, frame, name, figures } = row;
  const what = [photo, frame, name].filter((part) => part !== '').join(', ');
  if (figures === null)
    return [what, '', '', '', '', '', '', `${row.why}${row.words === '' ? '' : `: ${short(row.words)}`}`];
  const { asked, told, measured, strategy, dark } = figures;
  const unseen = dark > SEEN_DARK ? `, ${percent(dark)} too dark to measure` : '';
  const verdict = passes(row) === true ? 'within' : 'SHORT';
  return [
    what,
    percent(asked),
    two(told),
    two(measured),
    toldOff(figures).toFixed(3),
    strategy,
    bar(row.bar),
    verdict + unseen,
  ];
}

/** Dark pixels count as asked: from this share on it is said. */
const SEEN_DARK = 0.02;
const LONGEST_WORDS = 160;
const short = (words: string): string => words.replaceAll(/\s+/g, ' ').replaceAll('|', '/').slice(0, LONGEST_WORDS);

/** One line per kind, and the share of cases whose agreement was told as it turned out. */
export function summaryTable(rows: RowsByKind, version: string): string {
  const head = ['kind', 'cases', 'median', 'worst', 'bar', 'within', 'told within 0.03', ''];
  const lines = (Object.entries(rows) as [KindName, Row[]][]).map(([name, own]) => {
    const kind: Kind = KINDS[name];
    const { measured, median, worst, within, held } = summarise(own, kind, version);
    return [
      kind.title,
      `${measured}`,
      two(median),
      two(worst),
      barWords(kind, version),
      `${within} of ${measured}`,
      percent(toldShare(own)),
      held ? 'held' : 'SHORT',
    ];
  });
  const all = Object.values(rows).flat();
  const share = toldShare(all);
  const verdict = share >= TOLD.share ? 'held' : 'SHORT';
  const told =
    `Agreement told within ${TOLD.within} of the measured IoU in ${percent(share)} of ${figuresOf(all).length} cases ` +
    `(asked: ${percent(TOLD.share)}): ${verdict}.`;
  return `${table(head, lines)}\n\n${told}`;
}

function barWords(kind: Kind, version: string): string {
  const each = kind.each?.(version, [1]);
  const middle = kind.median?.(version);
  if (each?.error === Infinity) return 'worse part less 0.03';
  return [each && `each ${bar(each)}`, middle && `median ${bar(middle)}`].filter((words) => words).join(', ');
}

/** Rows of one photo and frame as one line: for groups of many cases. */
export function foldedTable(rows: readonly Row[]): string {
  const cells = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [row.photo, row.frame].filter((part) => part !== '').join(', ');
    cells.set(key, [...(cells.get(key) ?? []), row]);
  }
  const lines = [...cells].map(([key, own]) => {
    const figures = figuresOf(own);
    const worst: Bar = {
      iou: Math.min(...figures.map(({ measured }) => measured.iou)),
      error: Math.max(...figures.map(({ measured }) => measured.error)),
    };
    const strategies = [...new Set(figures.map(({ strategy }) => strategy))].join(', ');
    const off = Math.max(...figures.map(toldOff));
    return [key, `${own.length}`, two(worst), off.toFixed(3), strategies, `${own.filter((row) => passes(row)).length}`];
  });
  return table(['photo and frame', 'cases', 'worst', 'told off by at most', 'strategies', 'within'], lines);
}

/** What does not reach its bar, or was told wrongly. */
export const shortfalls = (rows: readonly Row[]): Row[] =>
  rows.filter((row) => passes(row) === false || (row.figures !== null && toldOff(row.figures) > TOLD.within));
