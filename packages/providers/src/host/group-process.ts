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

/** Of all that is written to a question. The largest answer, 64 regions of 1,000 vertices written out twice, is a third of it. */
const ANSWER_BYTES_MAX = 16 * 2 ** 20;
/** Of what a program says on stderr, so much is kept for the report of its failure. */
const STDERR_KEPT = 2000;
/** Of what is quoted in a report. */
const QUOTED = 120;
const NEWLINE = 0x0a;
/** What may stand between messages: some write a line too many, or end lines as on Windows. */
const BLANKS: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0d, NEWLINE]);

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
  /** What was read of a message that has not ended. */
  #parts: Buffer[] = [];
  /** Bytes since it was last asked. */
  #heard = 0;
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
        this.end(`could not be started: ${whyNot(error, command)}`);
        reject(error);
      });
      child.once('exit', (code, signal) => {
        this.end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
      });
      child.stdout.on('data', (chunk: Buffer) => {
        this.#read(chunk);
        // One that writes without end is read a piece at a turn: else nobody else is served meanwhile.
        child.stdout.pause();
        setImmediate(() => child.stdout.resume());
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
      });
      // A pipe breaks when its reader is gone; the exit says why.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.failure !== null || this.#child === null) throw new Error('the program does not run');
    this.#heard = 0;
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** The client does so alone where it was not answered as an MCP server answers at the beginning. */
  async close(): Promise<void> {
    this.end('did not begin as an MCP server does');
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
    this.#heard += chunk.length;
    if (this.#heard > ANSWER_BYTES_MAX) return this.end(`answered with more than ${ANSWER_BYTES_MAX / 2 ** 20} MB`);
    let rest = chunk;
    while (this.failure === null) {
      if (this.#parts.length === 0) rest = rest.subarray(blanksBefore(rest));
      const at = rest.indexOf(NEWLINE);
      const part = at < 0 ? rest : rest.subarray(0, at);
      if (part.length > 0) this.#parts.push(part);
      if (at < 0) return;
      const line = Buffer.concat(this.#parts).toString('utf8').trim();
      this.#parts = [];
      this.#take(line);
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

/** A command that is not there is told of a script too whose first line names a program that is not. */
function whyNot({ code, message }: NodeJS.ErrnoException, command: string): string {
  if (code === 'ENOENT') return `its command ${command} is not there, or is a script for a program that is not`;
  if (code === 'EACCES') return `its command ${command} is no file that may be executed`;
  return message;
}

/** How many bytes of blanks these begin with. */
function blanksBefore(bytes: Buffer): number {
  let at = 0;
  while (BLANKS.has(bytes[at])) at++;
  return at;
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
