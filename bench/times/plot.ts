import type { Group } from './case.ts';
import { rowsOf, type Row, type Samples } from './table.ts';

/** To both sides: the longest words need it. */
const MARGIN = 30;
const WIDTH = 860;
const LABELS = 330;
const BARS = 400;
const LINE = 22;
const HEADING = 40;

/** Read by people on a light and on a dark page; without a style sheet the colours stand on both. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #59636e }
  .title { font-weight: 600; font-size: 15px; fill: #1f2328 }
  .bare { fill: #8c959f } .held { fill: #2da44e } .missed { fill: #d1242f } .other { fill: #4078c0 }
  .bar { stroke: #bf8700; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 } .title { fill: #f0f6fc }
    .bare { fill: #656c76 } .held { fill: #3fb950 } .missed { fill: #f85149 } .other { fill: #4493f8 }
    .bar { stroke: #d29922 }
  }`;

/** The medians as bars, an SVG: each group on a scale of its own; a stroke stands where a bar may reach to. */
export function plotOf(groups: readonly Group[], samples: Samples): string {
  const parts: string[] = [];
  let y = 0;
  for (const group of groups) {
    const rows = rowsOf(group, samples);
    if (rows.length === 0) continue;
    const most = Math.max(...rows.map(({ middle }) => middle), ...rows.map(mayBe).filter((may) => may !== null));
    parts.push(`<text class="title" x="0" y="${y + 26}">${escaped(group.title)}</text>`);
    y += HEADING;
    for (const row of rows) {
      parts.push(barOf(row, y, BARS / most));
      y += LINE;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} 0 ${WIDTH + 2 * MARGIN} ${y + 8}" width="${WIDTH + 2 * MARGIN}" height="${y + 8}"><style>${STYLE}
</style>
${parts.join('\n')}
</svg>
`;
}

/** What a median may be at most, in its unit. */
function mayBe({ bench, middle, ratio }: Row): number | null {
  if (bench.target !== undefined) return bench.target;
  return bench.beside?.atMost === undefined || ratio === null ? null : (bench.beside.atMost * middle) / ratio;
}

function barOf(row: Row, y: number, scale: number): string {
  const { bench, middle, ratio, held } = row;
  const kind = bench.name.includes('bare') ? 'bare' : held === null ? 'other' : held ? 'held' : 'missed';
  const may = mayBe(row);
  const length = Math.max(1, middle * scale);
  const end = LABELS + Math.max(length, (may ?? 0) * scale) + 8;
  const words = `${inUnit(middle, bench.unit)}${ratio === null ? '' : `, ${ratio.toFixed(2)} of bare`}`;
  return [
    `<text x="${LABELS - 8}" y="${y + 14}" text-anchor="end">${escaped(bench.name)}</text>`,
    `<rect class="${kind}" x="${LABELS}" y="${y + 3}" width="${length.toFixed(1)}" height="14" rx="2"/>`,
    ...(may === null ? [] : [strokeAt(LABELS + may * scale, y)]),
    `<text x="${end.toFixed(1)}" y="${y + 14}">${words}</text>`,
  ].join('');
}

const strokeAt = (x: number, y: number): string =>
  `<line class="bar" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${y + 1}" y2="${y + 19}"/>`;

const inUnit = (value: number, unit: string): string =>
  unit === 'ms' && value >= 1_000 ? `${(value / 1_000).toFixed(2)} s` : `${value.toFixed(0)} ${unit}`;

const escaped = (words: string): string => words.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
