import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LEAN_PROOFS, PROOFS } from './releases.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

test.each([...new Set([...PROOFS, ...LEAN_PROOFS])])(
  '%s names tests that are there: a moved one is not left out silently',
  (path) => {
    const folder = path.endsWith('/') ? path : dirname(path);
    const there = readdirSync(join(ROOT, folder)).map((name) => join(folder, name));
    expect(there.filter((file) => file.startsWith(path) && file.endsWith('.test.ts'))).not.toEqual([]);
  },
);
