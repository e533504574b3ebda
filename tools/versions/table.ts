/** What a version did with one test file, or, with `note`, why the version has none. */
export interface Row {
  readonly version: string;
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly note?: string;
}

/** The part of vitest's JSON report that the table shows. */
export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** One row per test file; a file that could not even be loaded counts as one failure. */
export function rowsOf(version: string, report: Report, root: string): Row[] {
  return report.testResults
    .map(({ name, status, startTime, endTime, assertionResults }): Row => {
      const count = (...wanted: string[]): number =>
        assertionResults.filter((result) => wanted.includes(result.status)).length;
      const failed = count('failed');
      return {
        version,
        file: name
          .replace(`${root}/`, '')
          .replace(/^packages\//, '')
          .replace('/test/', ': ')
          .replace('.test.ts', ''),
        passed: count('passed'),
        failed: status === 'failed' ? Math.max(1, failed) : failed,
        skipped: count('pending', 'skipped', 'todo', 'disabled'),
        seconds: Math.round((endTime - startTime) / 1000),
      };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

const COLUMNS = ['version', 'test file', 'passed', 'failed', 'skipped', 'seconds'] as const;

/** The rows as text, a line of sums per version, the names of failed tests left to vitest's own words above. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.version,
    ...(row.note === undefined
      ? [row.file, ...[row.passed, row.failed, row.skipped, row.seconds].map(String)]
      : [`NOT PROVED: ${row.note}`, '-', '-', '-', '-']),
  ]);
  const sums = [...new Set(rows.filter(({ note }) => note === undefined).map(({ version }) => version))].map(
    (version) => {
      const own = rows.filter((row) => row.version === version);
      const sum = (key: 'passed' | 'failed' | 'skipped' | 'seconds'): string =>
        String(own.reduce((total, row) => total + row[key], 0));
      return [version, 'all', sum('passed'), sum('failed'), sum('skipped'), sum('seconds')];
    },
  );
  const lines = [[...COLUMNS], ...cells, ...sums];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
