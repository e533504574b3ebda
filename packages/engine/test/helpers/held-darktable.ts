import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Waits until something is so; the test's own time limit ends it otherwise. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((settle) => setTimeout(settle, 20));
}

/** Every program that is called says so, and waits where it was told to. */
const SCRIPT = (folder: string, darktable: string): string => `#!/bin/sh
case " $* " in *" --version "*) exec '${darktable}' "$@";; esac
cd '${folder}'
if grep -q "$(cat hold 2>/dev/null || echo nothing)" <<END && mv hold held 2>/dev/null
$*
END
then echo $$ > waits; while [ -e held ]; do sleep 0.02; done; fi
echo "$*" >> calls
exec '${darktable}' "$@"
`;

/**
 * The installed darktable behind a script that can hold one call back: what is under way meanwhile is then certain, however
 * fast the machine is.
 */
export class HeldDarktable {
  readonly program: string;
  readonly #folder: string;

  constructor(folder: string, darktable: string) {
    this.#folder = folder;
    this.program = join(folder, 'held-darktable');
    writeFileSync(this.program, SCRIPT(folder, darktable));
    chmodSync(this.program, 0o755);
  }

  /** The next call whose arguments hold this text waits until it is let go, or killed; one that is held goes on. */
  hold(text: string): void {
    for (const name of ['held', 'waits']) rmSync(join(this.#folder, name), { force: true });
    writeFileSync(join(this.#folder, 'half'), text);
    renameSync(join(this.#folder, 'half'), join(this.#folder, 'hold'));
  }

  /** When a call is held, its process. */
  async held(): Promise<number> {
    await until(() => existsSync(join(this.#folder, 'waits')));
    return Number(readFileSync(join(this.#folder, 'waits'), 'utf8'));
  }

  /** Lets the one that is held go on, and forgets what was called. */
  release(): void {
    for (const name of ['held', 'hold', 'waits', 'calls']) rmSync(join(this.#folder, name), { force: true });
  }

  /** How many calls were let through to darktable since the last release, whose arguments hold this text. */
  calls(text = ''): number {
    const file = join(this.#folder, 'calls');
    if (!existsSync(file)) return 0;
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && line.includes(text)).length;
  }
}

/** Whether a process still runs. */
export function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
