import type { ErrorReport } from '@chemigram/engine';
import { readable } from './readable.ts';

/** Where a verb's outcome goes: one JSON object on stdout, or text for people. */
export interface Report {
  result(result: Record<string, unknown>): void;
  /** Text that was asked for as such: help, version. */
  text(key: 'help' | 'version', text: string): void;
  error(error: ErrorReport): void;
}

type Write = (text: string) => void;

/** Exactly one line of JSON, whatever happens. */
export function jsonReport(out: Write): Report {
  const print = (object: Record<string, unknown>): void => out(`${JSON.stringify(object)}\n`);
  return {
    result: (result) => print({ ok: true, ...result }),
    text: (key, text) => print({ ok: true, [key]: text.trimEnd() }),
    error: (error) => print({ ok: false, error }),
  };
}

/** Results on stdout, failures on stderr. */
export function peopleReport(out: Write, err: Write): Report {
  return {
    result: (result) => out(readable(result)),
    text: (_, text) => out(`${text.trimEnd()}\n`),
    error({ code, message, field, hint }) {
      const where = field === undefined || message.includes(field) ? '' : ` (${field})`;
      err(`chemigram: ${code}: ${message}${where}\n${hint === undefined ? '' : `  ${hint}\n`}`);
    },
  };
}
