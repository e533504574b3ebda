/** A result as text for people: one line per value, nested ones indented. */

/** Digits after the point that people are shown; `--json` has them all. */
const DIGITS = 4;

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';

function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return String(Number(value.toFixed(DIGITS)));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** Values that fit on the line of their name. */
function inlineText(value: unknown): string | undefined {
  if (isScalar(value)) return scalarText(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    return value.every((item) => isScalar(item) && typeof item !== 'string')
      ? value.map(scalarText).join(', ')
      : undefined;
  }
  return Object.keys(value as object).length === 0 ? 'none' : undefined;
}

function lines(value: unknown): string[] {
  const inline = inlineText(value);
  if (inline !== undefined) return [inline];
  if (Array.isArray(value)) {
    return value.flatMap((item) => lines(item).map((line, i) => (i === 0 ? '- ' : '  ') + line));
  }
  return Object.entries(value as Record<string, unknown>)
    .filter(([, item]) => item !== undefined)
    .flatMap(([key, item]) => {
      const text = inlineText(item);
      return text === undefined ? [`${key}:`, ...lines(item).map((line) => `  ${line}`)] : [`${key}: ${text}`];
    });
}

/** @param result any JSON value; returns text that ends in a newline */
export const readable = (result: unknown): string => `${lines(result).join('\n')}\n`;
