import type { ServerResponse } from 'node:http';
import { ANSWERS, type Answer, requestSchema } from '@chemigram/providers/protocol';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { readConfig } from '../src/cloud-config.ts';
import { cloudProvider } from '../src/provider.ts';
import { configFile } from './helpers/config.ts';
import { photo, says, service, spoken } from './helpers/service.ts';

const KEY = 'sk-very-secret-0123456789';
const TRIANGLE = [
  [0.1, 0.2],
  [0.5, 0.2],
  [0.3, 0.6],
];
const DOG = JSON.stringify({ regions: [{ label: 'dog', confidence: 0.8, vertices: TRIANGLE, holes: [] }] });

type Asked = Partial<z.input<typeof requestSchema>>;

/** Asks the provider of a config, and holds the answer against the protocol. */
async function detect(
  path: string,
  asked: Asked = {},
  { key = KEY, signal = new AbortController().signal } = {},
): Promise<Answer<'subjects'>> {
  const request = requestSchema.parse({ kind: 'subjects', picture: await photo(), ...asked });
  const { money = 0, ...found } = await cloudProvider(readConfig(path), path, { SEER_KEY: key }).detect(
    request,
    signal,
  );
  return ANSWERS.subjects.parse({ ...found, took: { seconds: 0, memory_mb: 0, money } });
}

/** What is said when a service answers like this. */
async function failure(
  answer: (response: ServerResponse) => void,
  said: Record<string, unknown> = {},
): Promise<Error & { hint?: string }> {
  const { base } = await service(answer);
  return detect(configFile(base, said)).then(
    () => expect.unreachable('it was answered'),
    (thrown: Error) => thrown,
  );
}

describe('a vision model over HTTP', () => {
  it('is asked in the dialect of OpenAI', async () => {
    const { base, asked } = await service(says(200, spoken.openai(DOG)));
    const { regions, took } = await detect(configFile(`${base}/v1/`), { query: 'the dog' });
    expect(regions).toMatchObject([{ label: 'dog', confidence: 0.8, vertices: TRIANGLE, bbox: [0.1, 0.2, 0.5, 0.6] }]);
    // 1,000 tokens at 3 and 200 at 15 dollars a million.
    expect(took.money).toBeCloseTo(0.006, 9);
    expect(asked).toMatchObject([
      {
        url: '/v1/chat/completions',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: {
          model: 'seer-1',
          max_tokens: 8000,
          messages: [{ content: [{ type: 'image_url' }, { text: expect.stringContaining('"the dog"') }] }],
        },
      },
    ]);
  });

  it('is asked in the dialect of Anthropic', async () => {
    const { base, asked } = await service(says(200, spoken.anthropic(DOG)));
    const { regions, took } = await detect(configFile(base, { dialect: 'anthropic' }), { query: 'the dog' });
    expect(regions).toMatchObject([{ label: 'dog', vertices: TRIANGLE }]);
    expect(took.money).toBeCloseTo(0.006, 9);
    expect(asked).toMatchObject([
      {
        url: '/v1/messages',
        headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' },
        body: {
          model: 'seer-1',
          messages: [{ content: [{ type: 'image', source: { media_type: 'image/jpeg' } }, { type: 'text' }] }],
        },
      },
    ]);
    expect(asked[0]!.headers).not.toHaveProperty('authorization');
  });

  it('gets a small JPEG without the metadata of the photo', async () => {
    const { base, asked } = await service(says(200, spoken.anthropic(DOG)));
    await detect(configFile(base, { dialect: 'anthropic', longest_side: 256 }));
    const body = asked[0]!.body as { messages: { content: { source: { data: string } }[] }[] };
    const sent = Buffer.from(body.messages[0]!.content[0]!.source.data, 'base64');
    const { format, width, height, exif } = await sharp(sent).metadata();
    expect([format, width, height, exif]).toEqual(['jpeg', 256, 128, undefined]);
    expect(sent.includes('Some Street')).toBe(false);
  });

  it('is told the hints', async () => {
    const { base, asked } = await service(says(200, spoken.openai(DOG)));
    const hints = { positive: [[0.25, 0.5]], negative: [[0.75, 0.125]], region: TRIANGLE, count: 3 } as Asked['hints'];
    await detect(configFile(base), { hints });
    const words = JSON.stringify(asked[0]!.body);
    for (const told of [
      'lie on it: [[0.25,0.5]]',
      'do not lie on it: [[0.75,0.125]]',
      '[[0.1,0.2],[0.5,0.2],[0.3,0.6]]',
      'At most 3',
    ]) {
      expect(words).toContain(told);
    }
  });

  it('is not asked without consent: nothing leaves, and it is said what would, where and for how much', async () => {
    const { base, asked } = await service(says(200, spoken.openai(DOG)));
    const path = configFile(base, { consent: false });
    const refused = detect(path, { query: 'the dog', picture: '/nowhere/picture.jpg' });
    await expect(refused).rejects.toMatchObject({ code: 'provider_failed', field: 'consent' });
    const { message } = (await refused.catch((thrown: unknown) => thrown)) as Error;
    for (const told of [
      'Nothing was sent',
      path,
      'JPEG of at most 1024 pixels',
      '"the dog"',
      `${base}/chat/completions`,
      'seer-1',
      '0.0270 US dollars',
    ]) {
      expect(message).toContain(told);
    }
    expect(asked).toEqual([]);
  });

  it('is off until somebody consents', async () => {
    const { base } = await service(says(200, spoken.openai(DOG)));
    const path = configFile(base, { consent: false });
    expect(readConfig(path).consent).toBe(false);
    const { cost, queries } = cloudProvider(readConfig(path), path, {});
    expect([cost.money, queries]).toEqual([expect.closeTo(0.027, 9), ['*']]);
  });

  it('states that the picture leaves, unless the service runs here', () => {
    const where = (base: string): string => cloudProvider(readConfig(configFile(base)), '', {}).cost.where;
    expect([where('https://seer.example/v1'), where('http://localhost:1234/v1')]).toEqual(['cloud', 'local']);
  });

  it('needs no key where the config names none', async () => {
    const { base, asked } = await service(says(200, spoken.openai(DOG)));
    const path = configFile(base);
    const { key: _, ...config } = readConfig(path);
    await cloudProvider(config, path, {}).detect(
      { kind: 'subjects', picture: await photo(), hints: {} },
      new AbortController().signal,
    );
    expect(asked[0]!.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['is not set', ''],
    ['has characters that no key has', `${KEY}\nmore`],
  ])('is not asked with a key that %s', async (why, key) => {
    const { base, asked } = await service(says(200, spoken.openai(DOG)));
    const error = await detect(configFile(base), {}, { key }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'provider_failed',
      message: expect.stringContaining(`SEER_KEY, which ${why}`),
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
    expect(asked).toEqual([]);
  });

  it('tells what it cost as usual where the service does not say', async () => {
    const { base } = await service(says(200, { choices: [{ message: { content: DOG } }] }));
    const { took, notes } = await detect(configFile(base));
    expect([took.money, notes.length]).toEqual([expect.closeTo(0.027, 9), 1]);
  });
});

describe('a service that fails', () => {
  const complaint = { error: { type: 'x', message: `your key ${KEY} is wrong` } };

  it.each([
    ['refuses the key', says(401, complaint), 'answered HTTP 401: your key *** is wrong', 'key in SEER_KEY'],
    ['is asked too much', says(429, complaint), 'HTTP 429', 'wait'],
    ['does not have the model', says(404, complaint), 'HTTP 404', 'seer-1'],
    ['has a problem', says(500, '<h1>Oh no</h1>'), 'answered HTTP 500: <h1>Oh no</h1>', 'try again later'],
    ['says nothing', says(503, ''), 'answered HTTP 503: nothing more.', 'try again later'],
    [
      'answers with a page',
      says(200, `<html>${KEY}</html>`),
      'is no answer in the dialect "openai": <html>***</html>',
      'base_url',
    ],
    ['answers with half an answer', says(200, '{"choices": [{"mess'), 'is no answer in the dialect', 'base_url'],
    ['answers in another dialect', says(200, spoken.anthropic(DOG)), 'is no answer in the dialect', 'dialect'],
    [
      'is cut off by its own limit',
      says(200, spoken.openai('{"regions": [{"la', 'length')),
      'cut off after 200 tokens',
      'max_tokens',
    ],
    [
      'refuses to look',
      says(200, spoken.openai('I cannot', 'content_filter')),
      'refused to answer: I cannot',
      'another',
    ],
  ])('and %s is an error that says so', async (_, answer, told, hint) => {
    const error = await failure(answer);
    expect(error).toMatchObject({
      code: 'provider_failed',
      message: expect.stringContaining(told),
      hint: expect.stringContaining(hint),
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
  });

  it('is cut off in the middle of an answer', async () => {
    const error = await failure((response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"choices": [');
      response.socket?.destroySoon();
    });
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('could not be asked') });
  });

  it('answers without an end', async () => {
    const error = await failure((response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 32)));
      };
      response.on('drain', more);
      more();
    });
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('is longer than') });
  });

  it('sends the key and the picture on to nobody', async () => {
    const other = await service(says(200, spoken.openai(DOG)));
    const error = await failure((response) =>
      response.writeHead(307, { location: `${other.base}/chat/completions` }).end(),
    );
    expect(error).toMatchObject({ code: 'provider_failed', message: expect.stringContaining('redirect') });
    expect(other.asked).toEqual([]);
  });

  it('does not answer in time', async () => {
    const error = await failure(() => undefined, { timeout_seconds: 0.2 });
    expect(error).toMatchObject({ message: expect.stringContaining('did not answer within 0.2 s') });
  });

  it('is not there', async () => {
    const error = await detect(configFile('http://127.0.0.1:9')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'provider_failed',
      message: expect.stringContaining('http://127.0.0.1:9/chat/completions could not be asked'),
    });
  });

  it('is left when nobody waits any more', async () => {
    const stop = new AbortController();
    const { base } = await service(() => stop.abort());
    await expect(detect(configFile(base), {}, { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
