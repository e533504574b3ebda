/** Numbers as people read them, each bound to its unit by a space that does not break. */
const SPACE = '\u00a0';

/** +0.48 EV; a dash when it could not be measured. */
export function ev(value: number | undefined): string {
  if (value === undefined) return '–';
  const rounded = value.toFixed(2);
  return `${Number(rounded) === 0 ? '±' : value > 0 ? '+' : '−'}${rounded.replace('-', '')}${SPACE}EV`;
}

/** 0.1234 as 12.3 %. */
export function percent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)}${SPACE}%`;
}

/** A strength with its sign and unit: −45 %. */
export function strength(value: number, unit: string): string {
  return `${value > 0 ? '+' : '−'}${Math.abs(value)}${SPACE}${unit}`;
}

/** A change of 0..1 in steps of an 8-bit picture. */
export function steps(change: number): string {
  return (change * 255).toFixed(2);
}

/** A table for a terminal: the first row is its head, columns as wide as their longest cell. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => cell.padEnd(widths[c]!))
      .join('  ')
      .trimEnd();
  return [line(rows[0]!), widths.map((w) => '─'.repeat(w)).join('  '), ...rows.slice(1).map(line)].join('\n');
}
