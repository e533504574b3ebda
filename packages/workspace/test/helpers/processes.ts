import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));

/** A running writer.ts. */
export interface Writer {
  /** All that it has said so far. */
  readonly lines: string[];
  /** Resolves when it has said a line that begins so, or has ended. */
  said(beginning: string): Promise<void>;
  /** Kills it, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it hang: it is there and does nothing. */
  stop(): void;
  /** Resolves when it is gone by itself; rejects with what it complained of when it failed. */
  ended(): Promise<void>;
}

export function startWriter(...args: string[]): Writer {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@chemigram/source', '--import', 'tsx', WRITER, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  let complaints = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const reader = createInterface({ input: child.stdout! });
  reader.on('line', (line) => lines.push(line));
  const gone = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  return {
    lines,
    async said(beginning) {
      const heard = new Promise<void>((resolve) => {
        const listen = (): void => {
          if (lines.some((line) => line.startsWith(beginning))) resolve();
        };
        reader.on('line', listen);
        listen();
      });
      await Promise.race([heard, gone]);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    stop() {
      child.kill('SIGSTOP');
    },
    async ended() {
      const [[code, signal]] = await gone;
      if (code !== 0 && signal !== 'SIGKILL') throw new Error(`writer ${args.join(' ')} failed: ${complaints}`);
    },
  };
}

/** What a writer last said of a photo after this word; undefined when it said nothing. */
export function lastSaid(writer: Writer, word: 'next' | 'done', photo: string): string | undefined {
  return allSaid(writer, word, photo).at(-1);
}

/** All that a writer said of a photo after this word, in order. */
export function allSaid({ lines }: Writer, word: 'next' | 'done', photo: string): string[] {
  return lines.flatMap((line) => {
    const [said, name, id] = line.split(' ');
    return said === word && name === photo && id !== undefined ? [id] : [];
  });
}
