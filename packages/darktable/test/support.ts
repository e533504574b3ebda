import { readFileSync, readdirSync } from 'node:fs';
import { ChemigramError, type ErrorCode } from '@chemigram/errors';
import { expect } from 'vitest';

const FOLDER = new URL('../../../fixtures/sidecars/', import.meta.url);

/** Sidecars that darktable 4.2.1, 5.0.1 and 5.4.1 wrote, and one that exiftool rewrote. */
export const FIXTURES = readdirSync(FOLDER).filter((name) => name.endsWith('.xmp'));

export const fixture = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/** The ChemigramError that `act` throws; anything else fails the test. */
export function refusal(act: () => unknown, code?: ErrorCode): ChemigramError {
  try {
    act();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ChemigramError);
    if (code !== undefined) expect((thrown as ChemigramError).code).toBe(code);
    return thrown as ChemigramError;
  }
  throw new Error('nothing was refused');
}

/** Runs `act`; whatever it throws must be a ChemigramError, and no bug of ours. */
export function onlyRefuses(act: () => unknown): void {
  try {
    act();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ChemigramError);
    expect((thrown as ChemigramError).code).not.toBe('internal');
  }
}
