import { expect, test } from 'vitest';
import { openRenderer } from '../src/index.ts';
import { script, temporaryFolder } from './programs.ts';

const folder = temporaryFolder();

test('a darktable that is older than what edits are written for is refused by its version', async () => {
  const program = script(folder, 'old', 'echo "this is darktable-cli 3.8.1"');
  const open = openRenderer({ folder, env: { ...process.env, CHEMIGRAM_DARKTABLE: program } });
  await expect(open).rejects.toMatchObject({
    code: 'unsupported_by_darktable',
    message: expect.stringMatching(/3\.8\.1; 4\.2 or newer/),
    hint: expect.stringContaining('CHEMIGRAM_DARKTABLE'),
  });
});
