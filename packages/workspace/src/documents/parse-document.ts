import { ChemigramError } from '@chemigram/errors';
import { z } from 'zod';
import { DAMAGE_HINT } from '../safety/damage.ts';

/** How many things that are wrong an error lists; the rest mostly follow from these. */
const LISTED_ISSUES = 3;

/** What a schema found wrong, as one sentence without a full stop, and the path of the first. */
export function explainIssues(error: z.ZodError): { path: string; text: string } {
  const listed = error.issues.slice(0, LISTED_ISSUES).map((issue) => {
    const path = z.core.toDotPath(issue.path);
    return { path, text: path === '' ? issue.message : `${path}: ${issue.message}` };
  });
  return { path: listed[0]?.path ?? '', text: listed.map((issue) => issue.text).join('; ') };
}

/**
 * A JSON document of ours, checked.
 *
 * @param file how the error names the text
 * @throws ChemigramError workspace_damaged naming the file and what is wrong
 */
export function parseDocument<T>(schema: z.ZodType<T>, text: string, file: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = text.trim() === '' ? 'it is empty' : (cause as Error).message;
    throw new ChemigramError('workspace_damaged', `${file} is not JSON: ${reason}.`, { cause, hint: DAMAGE_HINT });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new ChemigramError('workspace_damaged', `${file} is damaged: ${explainIssues(checked.error).text}.`, {
    cause: checked.error,
    hint: DAMAGE_HINT,
  });
}
