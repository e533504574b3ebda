import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Where photographs for the benches lie: CHEMIGRAM_DATA, else the folder beside the repository; null where there is none. */
export function dataFolder(): string | null {
  const named = process.env['CHEMIGRAM_DATA'] || BESIDE;
  if (existsSync(named)) return named;
  if (named === BESIDE) return null;
  console.error(`CHEMIGRAM_DATA is ${named}, which is not there. Name a folder of photographs, or unset it.`);
  return process.exit(2);
}
