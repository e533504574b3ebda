import { cpSync, rmSync } from 'node:fs';

const TRIES = 20;

/** Copies a folder as it is at this moment; what is being renamed meanwhile is looked for again. */
export function copyFolder(from: string, to: string): void {
  for (let tries = 1; ; tries++) {
    try {
      cpSync(from, to, { recursive: true });
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
      rmSync(to, { recursive: true, force: true });
    }
  }
}
