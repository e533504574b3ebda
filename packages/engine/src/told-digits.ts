/** A millionth of the picture is less than a hundredth of a pixel of any preview, and masks hold no more than that. */
const DECIMALS = 1e6;

/**
 * What an operation answers, with numbers as long as they mean something: a measured share has sixteen digits, of which who
 * reads it pays for each. Everything else stays as it is.
 */
export function withToldDigits<T>(told: T): T {
  return shortened(told) as T;
}

function shortened(told: unknown): unknown {
  // Nothing is told as minus nothing.
  if (typeof told === 'number') return Number.isInteger(told) ? told : Math.round(told * DECIMALS) / DECIMALS + 0;
  if (Array.isArray(told)) return told.map(shortened);
  if (told === null || typeof told !== 'object') return told;
  return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, shortened(value)]));
}
