import { findDarktable } from '../../packages/renderer/src/index.ts';
import { installedWrappers } from './installed.ts';

/**
 * The darktables that are there: the system's (or CHEMIGRAM_DARKTABLE's), then those that test:versions has set up.
 * @param wanted versions; all where it is empty
 * @throws Error when one of `wanted` is not there
 */
export async function darktables(wanted: readonly string[]): Promise<{ version: string; program: string }[]> {
  const programs = [{}, ...installedWrappers().map((path) => ({ CHEMIGRAM_DARKTABLE: path }))];
  const found: { version: string; program: string }[] = [];
  for (const own of programs) {
    const one = await findDarktable({ ...process.env, ...own });
    if (found.every(({ version }) => version !== one.version)) found.push(one);
  }
  const chosen = found.filter(({ version }) => wanted.length === 0 || wanted.includes(version));
  const missing = wanted.filter((version) => found.every((one) => one.version !== version));
  if (missing.length === 0) return chosen;
  const there = found.map(({ version }) => version).join(', ');
  throw new Error(`darktable ${missing.join(', ')} is not there, only ${there}; npm run test:versions fetches others`);
}
