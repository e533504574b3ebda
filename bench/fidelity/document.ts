import { cpus } from 'node:os';
import { CAUSES } from './causes.ts';
import { GROUPS } from './groups/index.ts';
import type { KeptGroups } from './kept.ts';
import type { Row } from './measure.ts';
import { caseTable, foldedTable, shortfalls, summaryTable } from './tables.ts';
import type { RowsByKind } from './tables.ts';

/** From so many cases on a group is shown with a line per photo and frame. */
const FOLDED_FROM = 150;

const HEAD = `# Fidelity

What darktable really did with each mask, measured pixel by pixel; written by \`npm run fidelity\`, see
[README.md](README.md). Figures are intersection over union at half opacity / mean absolute error of the opacity, against
what was asked; "predicted" is what the engine told beforehand, "told off by" the difference of that agreement and the
measured one. Photos: the generated raw of 1536 x 1024, and photographs where they were found; masks that do not look at the
picture at its full size, at most 1,536 pixels, the others at 1,024.
`;

/** The document of all that was kept. */
export function documentOf(kept: Readonly<Record<string, KeptGroups>>): string {
  const machine = `Measured on ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.version}.`;
  const causes = `\n## Why cases fall short\n\n${CAUSES.map((cause) => `- ${cause}`).join('\n')}`;
  return [HEAD, machine, causes, ...Object.entries(kept).map(([version, groups]) => versionPart(version, groups))].join(
    '\n',
  );
}

export function byKind(groups: Readonly<Record<string, { readonly rows: readonly Row[] }>>): RowsByKind {
  const rows: Partial<Record<string, Row[]>> = {};
  for (const { name, kind } of GROUPS) {
    if (groups[name] !== undefined) rows[kind] = [...(rows[kind] ?? []), ...groups[name].rows];
  }
  return rows;
}

function versionPart(version: string, groups: KeptGroups): string {
  const parts = GROUPS.flatMap(({ name }) => {
    const group = groups[name];
    if (group === undefined) return [];
    const { rows } = group;
    const head = `### ${name}, at commit ${group.commit}`;
    const short = shortfalls(rows);
    if (rows.length < FOLDED_FROM) return [`${head}\n\n${caseTable(rows)}\n`];
    const listed = short.length === 0 ? '' : `\nOf these, short of the bar or told wrongly:\n\n${caseTable(short)}\n`;
    return [`${head}\n\n${foldedTable(rows)}\n${listed}`];
  });
  const missing = GROUPS.filter(({ name }) => groups[name] === undefined).map(({ name }) => name);
  const left = missing.length === 0 ? '' : `Not measured yet: ${missing.join(', ')}.\n\n`;
  return `\n## darktable ${version}\n\n${left}${summaryTable(byKind(groups), version)}\n\n${parts.join('\n')}`;
}
