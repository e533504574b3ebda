import { ev, percent, steps, textTable } from './numbers.ts';
import type { DemoRecord } from './record.ts';

/** Asked, predicted, measured: one row per wish, the head first. */
export function stepRows({ steps: list }: DemoRecord): string[][] {
  const head = [
    'wish',
    'asked',
    'predicted: covers / agrees',
    'measured inside',
    'measured outside',
    'spill',
    'verdict',
  ];
  const rows = list.map(({ id, asked, predicted, measured }) => [
    id,
    asked,
    `${percent(predicted.coverage)} / ${percent(predicted.agreement)}`,
    `${ev(measured.inside.mean_change_ev)}, ${steps(measured.inside.mean_change)}/255`,
    `${ev(measured.outside.mean_change_ev)}, ${steps(measured.outside.mean_change)}/255`,
    percent(measured.edge_spill),
    measured.verdict,
  ]);
  return [head, ...rows];
}

/** How much each region of the generated scene changed, of 255; empty for a photo without truth. The head first. */
export function truthRows({ steps: list }: DemoRecord): string[][] {
  const known = list.flatMap(({ id, truth }) => (truth === undefined ? [] : [{ id, truth }]));
  const first = known[0];
  if (first === undefined) return [];
  const regions = Object.keys(first.truth.change);
  const rows = known.map(({ id, truth }) => [
    id,
    ...regions.map((r) => (truth.change[r] ?? 0).toFixed(2) + (r === truth.meant ? ' *' : '')),
    percent(truth.overlap),
  ]);
  return [['wish', ...regions, 'overlap with what was meant'], ...rows];
}

/** What the terminal shows at the end. */
export function terminalText(record: DemoRecord): string {
  const truth = truthRows(record);
  const history = record.history.map(({ did, found }) => `${did}: ${found}`);
  return [
    textTable(stepRows(record)),
    ...(truth.length === 0
      ? []
      : ['', 'Change of the true regions, in steps of 255 (* is what was meant)', textTable(truth)]),
    '',
    ...history,
    ...record.files.map(({ name, what }) => `${what}: ${name}`),
  ].join('\n');
}
