import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { newFolder } from './service.ts';

/** A config with consent, for a service of a test, and what else is said in it. @returns its path */
export function configFile(base: string, said: Record<string, unknown> = {}): string {
  const path = join(newFolder(), 'cloud.toml');
  const config = {
    consent: true,
    dialect: 'openai',
    base_url: base,
    model: 'seer-1',
    key: 'SEER_KEY',
    price: { input: 3, output: 15 },
    ...said,
  };
  writeFileSync(path, stringify(config));
  return path;
}
