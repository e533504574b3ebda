import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { readLine, type Read } from './read-message.ts';

/** A mask of thousands of points is some hundred kilobytes. */
const MESSAGE_BYTES_MAX = 10 * 2 ** 20;
const NEWLINE = 0x0a;
/** Of what is quoted. */
const QUOTED = 120;

/**
 * Messages, a line each or several on one. What is none is answered with why: whoever sent it would wait for ever. It tells when nobody will be
 * answered any more, whyever: the client has gone, or sent a message of more than 10 MB, behind which nothing is read. A server
 * that went on would keep its darktable and never end.
 */
export class Wire extends StdioServerTransport {
  readonly #onEnd: () => void;
  #parts: Buffer[] = [];
  #held = 0;

  constructor(stdin: Readable, stdout: Writable, onEnd: () => void) {
    super(stdin, stdout);
    this.#onEnd = onEnd;
  }

  override _ondata = (chunk: Buffer): void => {
    let rest = chunk;
    for (;;) {
      const at = rest.indexOf(NEWLINE);
      const part = at < 0 ? rest : rest.subarray(0, at);
      this.#parts.push(part);
      this.#held += part.length;
      if (this.#held > MESSAGE_BYTES_MAX) {
        this.onerror?.(new Error(`A message is larger than ${MESSAGE_BYTES_MAX / 2 ** 20} MB.`));
        void this.close();
        return;
      }
      if (at < 0) return;
      const line = Buffer.concat(this.#parts).toString('utf8').trim();
      [this.#parts, this.#held] = [[], 0];
      if (line !== '') for (const read of readLine(line)) this.#take(read, line);
      rest = rest.subarray(at + 1);
    }
  };

  override async close(): Promise<void> {
    await super.close();
    this.#onEnd();
  }

  #take(read: Read, line: string): void {
    if (read === null) this.onerror?.(new Error(`What is no message was left out: ${line.slice(0, QUOTED)}`));
    else if ('message' in read) this.onmessage?.(read.message);
    // A client that went away hears nothing.
    else this.send(read.refusal).catch(() => undefined);
  }
}
