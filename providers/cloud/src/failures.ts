import type { CloudConfig } from './cloud-config.ts';

/** Of a failure, with what a server says of it. */
const SHOWN_CHARACTERS = 400;

/** A stranger's text as it may be shown: on one line, not endless, without the key. */
export function shown(text: string, key: string | undefined): string {
  const without = key === undefined ? text : text.replaceAll(key, '***');
  const line = without.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line;
}

/** `fetch failed` says nothing: what is behind it does. */
export function reasonOf(thrown: unknown): string {
  const reasons: string[] = [];
  for (let at = thrown; at instanceof Error; at = at.cause) {
    // Of several addresses that were tried there is a code and no message.
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    reasons.push(at.message || code);
  }
  return reasons.join(': ') || String(thrown);
}

/** What is said of a failed request: both dialects have it under `error.message`. */
export function complaintOf(text: string): string {
  try {
    const answer = JSON.parse(text) as { error?: { message?: unknown } } | null;
    if (typeof answer?.error?.message === 'string') return answer.error.message;
  } catch {
    // No JSON: the text itself has to do.
  }
  return text.trim() === '' ? 'nothing more.' : text;
}

/** What to try after an HTTP status. */
export function hintFor(status: number, { key, model }: CloudConfig): string {
  if (status === 401 || status === 403) {
    return key === undefined
      ? 'It wants a key: say as `key` which environment variable has it.'
      : `Is the key in ${key} the right one, and in force?`;
  }
  if (status === 404) return `Is base_url right, and is there a model ${model}?`;
  if (status === 402 || status === 429) {
    return 'Too much was asked of it, or there is no credit left: wait, or ask another provider.';
  }
  if (status >= 500) return 'The service has a problem of its own: try again later, or ask another provider.';
  return 'Does the model take pictures, and does the address speak this dialect?';
}
