import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const HERE = dirname(fileURLToPath(import.meta.url));

test.each(['--help', '-h'])('asked with %s it tells its flags and runs no test', (flag) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@chemigram/source', '--import', 'tsx', join(HERE, 'run.ts'), flag],
    { cwd: join(HERE, '../..'), encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: npm run test:versions/);
  expect(stdout).toContain('--ci');
});
