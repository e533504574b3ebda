/**
 * The two ways of asking a vision model over HTTP that nearly every service speaks, as data: what is sent where, and
 * where the answer stands. From the API references of the two: Chat Completions, and Messages of 2023-06-01.
 */
import { z } from 'zod';

/** What is asked. */
export interface Question {
  readonly model: string;
  readonly words: string;
  /** Base64 of a JPEG. */
  readonly jpeg: string;
  readonly maxTokens: number;
  /** What the service calls that limit. */
  readonly limitName: (typeof LIMIT_NAMES)[number];
}

/** Newer models of OpenAI refuse the first, servers beside it know only that. */
export const LIMIT_NAMES = ['max_tokens', 'max_completion_tokens'] as const;

/** What came back. */
export interface Reply {
  readonly text: string;
  readonly end: 'complete' | 'cut off' | 'refused';
  /** As the service counted them; undefined where it does not say. */
  readonly tokens: Tokens | undefined;
}

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

interface Dialect {
  /** Behind the base address. */
  readonly path: string;
  readonly headers: (key: string | undefined) => Record<string, string>;
  readonly body: (question: Question) => unknown;
  /** Reads the JSON of an answer. @throws z.ZodError for another one */
  readonly reply: (answer: unknown) => Reply;
}

const JPEG = 'image/jpeg';
const count = z.int().min(0);

const openaiAnswer = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish(),
});

const openai: Dialect = {
  path: '/chat/completions',
  headers: (key) => (key === undefined ? {} : { authorization: `Bearer ${key}` }),
  body: ({ model, words, jpeg, maxTokens, limitName }) => ({
    model,
    [limitName]: maxTokens,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: `data:${JPEG};base64,${jpeg}` } },
          { type: 'text', text: words },
        ],
      },
    ],
  }),
  reply: (answer) => {
    const { choices, usage } = openaiAnswer.parse(answer);
    const { message, finish_reason: reason } = choices[0]!;
    const refused = typeof message.refusal === 'string' || reason === 'content_filter';
    return {
      text: message.content ?? message.refusal ?? '',
      end: refused ? 'refused' : reason === 'length' ? 'cut off' : 'complete',
      tokens: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : undefined,
    };
  },
};

const anthropicAnswer = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  usage: z.object({ input_tokens: count, output_tokens: count }).nullish(),
});

const anthropic: Dialect = {
  path: '/v1/messages',
  headers: (key) => ({ 'anthropic-version': '2023-06-01', ...(key === undefined ? {} : { 'x-api-key': key }) }),
  body: ({ model, words, jpeg, maxTokens, limitName }) => ({
    model,
    [limitName]: maxTokens,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: JPEG, data: jpeg } },
          { type: 'text', text: words },
        ],
      },
    ],
  }),
  reply: (answer) => {
    const { content, stop_reason: reason, usage } = anthropicAnswer.parse(answer);
    return {
      text: content.map(({ text = '' }) => text).join(''),
      end: reason === 'refusal' ? 'refused' : reason === 'max_tokens' ? 'cut off' : 'complete',
      tokens: usage ? { input: usage.input_tokens, output: usage.output_tokens } : undefined,
    };
  },
};

export const DIALECT_NAMES = ['openai', 'anthropic'] as const;
export const DIALECTS: Record<(typeof DIALECT_NAMES)[number], Dialect> = { openai, anthropic };
