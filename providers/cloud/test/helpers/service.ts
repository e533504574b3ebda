/** A vision service of a test: answers what it is told to, and keeps what it was asked. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';

interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

interface Service {
  readonly base: string;
  readonly asked: Asked[];
}

/** Starts one on this machine, for the time of the test. */
export async function service(answer: (response: ServerResponse) => void): Promise<Service> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      asked.push({
        url: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(Buffer.concat(pieces).toString()),
      });
      answer(response);
    });
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Answers with a status and a body. */
export const says =
  (status: number, body: unknown) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** What a model said, in the form of each dialect. */
export const spoken = {
  openai: (text: string, reason = 'stop'): unknown => ({
    choices: [{ index: 0, finish_reason: reason, message: { role: 'assistant', content: text } }],
    usage: { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1200 },
  }),
  anthropic: (text: string, reason = 'end_turn'): unknown => ({
    role: 'assistant',
    content: [{ type: 'text', text }],
    stop_reason: reason,
    usage: { input_tokens: 1000, output_tokens: 200 },
  }),
};

/** A folder that is gone when the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chemigram-cloud-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A picture with a place written into its metadata. @returns its path */
export async function photo(folder = newFolder()): Promise<string> {
  const path = join(folder, 'picture.jpg');
  await sharp({ create: { width: 600, height: 300, channels: 3, background: '#846' } })
    .withExif({ IFD0: { ImageDescription: 'at home, 12 Some Street' } })
    .jpeg()
    .toFile(path);
  return path;
}
