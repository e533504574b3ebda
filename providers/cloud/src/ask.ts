import { ChemigramError } from '@chemigram/errors';
import { ZodError } from 'zod';
import type { CloudConfig } from './cloud-config.ts';
import { DIALECTS, type Question, type Reply } from './dialects.ts';
import { complaintOf, hintFor, reasonOf, shown } from './failures.ts';

/** More is no answer of some outlines. */
const ANSWER_BYTES = 4 * 1024 * 1024;

/** Where a question goes. */
export const addressOf = ({ base_url: base, dialect }: CloudConfig): string => base + DIALECTS[dialect].path;

/**
 * Asks a vision model, once. Redirections are not followed: picture and key go to the address of the config or nowhere.
 * No error tells the key, whatever the server or the network says.
 *
 * @param key undefined for a server that wants none
 * @throws ChemigramError provider_failed for whatever is no whole answer, cancelled when the signal says so
 */
export async function ask(
  config: CloudConfig,
  key: string | undefined,
  question: Pick<Question, 'words' | 'jpeg'>,
  signal: AbortSignal,
): Promise<Reply> {
  const dialect = DIALECTS[config.dialect];
  const address = addressOf(config);
  const fail = (why: string, hint: string): never => {
    throw new ChemigramError('provider_failed', shown(`${address} ${why}`, key), { hint });
  };
  const timeout = AbortSignal.timeout(config.timeout_seconds * 1000);
  const { model, max_tokens: maxTokens, limit_name: limitName } = config;
  const { status, text } = await fetch(address, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', ...dialect.headers(key) },
    body: JSON.stringify(dialect.body({ ...question, model, maxTokens, limitName })),
    signal: AbortSignal.any([signal, timeout]),
  })
    .then(async (response) => ({ status: response.status, text: await bodyOf(response) }))
    .catch((thrown: unknown) => {
      if (signal.aborted) throw new ChemigramError('cancelled', 'Nobody waits for what was asked any more.');
      if (timeout.aborted) {
        return fail(
          `did not answer within ${config.timeout_seconds} s.`,
          'Raise timeout_seconds, or ask another provider.',
        );
      }
      return fail(`could not be asked: ${reasonOf(thrown)}.`, 'Is base_url right, and is the network there?');
    });
  if (status !== 200) return fail(`answered HTTP ${status}: ${complaintOf(text)}`, hintFor(status, config));
  const reply = replyOf(dialect, text);
  if (reply === undefined) {
    const hint = 'Is the dialect right, and base_url the address of the API?';
    return fail(`answered what is no answer in the dialect "${config.dialect}": ${text}`, hint);
  }
  if (reply.end === 'refused') return fail(`refused to answer: ${reply.text}`, 'Ask another provider.');
  if (reply.end === 'cut off') {
    const hint = 'Raise max_tokens, or ask for fewer things at once.';
    return fail(`was cut off after ${reply.tokens?.output ?? config.max_tokens} tokens of answer.`, hint);
  }
  return reply;
}

function replyOf({ reply }: (typeof DIALECTS)[keyof typeof DIALECTS], text: string): Reply | undefined {
  try {
    return reply(JSON.parse(text));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof ZodError) return undefined;
    throw thrown;
  }
}

async function bodyOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > ANSWER_BYTES) throw new Error(`its answer is longer than ${ANSWER_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
