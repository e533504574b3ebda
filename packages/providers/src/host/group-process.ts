import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { endsWithUs } from './ends-with-us.ts';

/** What to start. */
export interface ProgramToStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All that the program sees of the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** The largest answer: 64 regions of 1,000 vertices, written out twice, are a third of it. */
const MESSAGE_BYTES_MAX = 16 * 2 ** 20;
/** Of what a program says on stderr, so much is kept for the report of its failure. */
const STDERR_KEPT = 2000;
/** Of what is quoted in a report. */
const QUOTED = 120;
const NEWLINE = 0x0a;

/**
 * A program in a process group of its own that speaks JSON-RPC, one message a line, on its stdin and stdout. Whatever ends
 * it, `failure` says why, the whole group is killed, and nothing that it writes is believed any more. It ends with us, however
 * we end.
 */
export class GroupProcess implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Why it ended, as a clause: "ended with exit code 1"; null while it runs. */
  failure: string | null = null;
  readonly #program: ProgramToStart;
  #child: ChildProcessWithoutNullStreams | null = null;
  #endWatch = (): void => undefined;
  #parts: Buffer[] = [];
  #held = 0;
  #stderr = '';

  constructor(program: ProgramToStart) {
    this.#program = program;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** The last that it said on stderr. */
  get lastWords(): string {
    return this.#stderr.trim();
  }

  start(): Promise<void> {
    const { command, args, cwd, env } = this.#program;
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd, env, stdio: 'pipe', detached: true });
      this.#child = child;
      child.once('spawn', () => {
        // It may have been ended before it began.
        if (child.pid !== undefined && this.failure === null) this.#endWatch = endsWithUs(child.pid);
        resolve();
      });
      child.once('error', (error) => {
        this.end(`could not be started: ${error.message}`);
        reject(error);
      });
      child.once('exit', (code, signal) => {
        this.end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
      });
      child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
      });
      // A pipe breaks when its reader is gone; the exit says why.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.failure !== null || this.#child === null) throw new Error('the program does not run');
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    this.end('was stopped');
  }

  /** Closes its stdin, which is how a provider is told that nobody needs it; resolves when it ended by itself. */
  hangUp(): Promise<void> {
    const child = this.#child;
    if (child === null || this.failure !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.stdin.end();
    });
  }

  /** Kills the group; the first reason holds. */
  end(why: string): void {
    if (this.failure !== null) return;
    this.failure = why;
    this.#parts = [];
    const child = this.#child;
    if (child?.pid !== undefined) killGroup(child.pid);
    this.#endWatch();
    for (const stream of [child?.stdin, child?.stdout, child?.stderr]) stream?.destroy();
    this.onclose?.();
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    while (this.failure === null) {
      const at = rest.indexOf(NEWLINE);
      const part = at < 0 ? rest : rest.subarray(0, at);
      this.#held += part.length;
      if (this.#held > MESSAGE_BYTES_MAX) {
        return this.end(`answered with more than ${MESSAGE_BYTES_MAX / 2 ** 20} MB`);
      }
      this.#parts.push(part);
      if (at < 0) return;
      const line = Buffer.concat(this.#parts).toString('utf8').trim();
      [this.#parts, this.#held] = [[], 0];
      if (line !== '') this.#take(line);
      rest = rest.subarray(at + 1);
    }
  }

  #take(line: string): void {
    const message = messageOf(line);
    if (message === null) {
      return this.end(`wrote to stdout what is not the protocol: ${JSON.stringify(line.slice(0, QUOTED))}`);
    }
    this.onmessage?.(message);
  }
}

function messageOf(line: string): JSONRPCMessage | null {
  try {
    const value = JSON.parse(line) as unknown;
    const is = typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0';
    return is ? (value as JSONRPCMessage) : null;
  } catch {
    return null;
  }
}

/** A group that is gone already is what was wanted. */
function killGroup(pid: number): void {
  try {
    // Windows has no groups; there it is the program alone.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    return;
  }
}
