import { fileURLToPath } from 'node:url';
import { checkProvider } from '@chemigram/providers/check';
import { expect, it } from 'vitest';
import { configFile } from './helpers/config.ts';
import { says, service, spoken } from './helpers/service.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const KEY = 'sk-very-secret-0123456789';

it('as a program it keeps the protocol, and asks with the key of its environment', async () => {
  const vertices = [
    [0.4, 0.3],
    [0.8, 0.3],
    [0.6, 0.8],
  ];
  const text = JSON.stringify({ regions: [{ label: 'disc', confidence: 0.5, vertices }] });
  const { base, asked } = await service(says(200, spoken.anthropic(text)));
  const args = ['--conditions=@chemigram/source', '--import', 'tsx', MAIN, configFile(base, { dialect: 'anthropic' })];
  const program = { command: process.execPath, args, cwd: process.cwd(), env: { SEER_KEY: KEY } };
  const { description, findings } = await checkProvider(program);
  expect(findings.filter(({ why }) => why !== null)).toEqual([]);
  expect(description).toMatchObject({ name: 'cloud', model: 'seer-1', cost: { money: expect.closeTo(0.027, 9) } });
  expect(new Set(asked.map(({ headers }) => headers['x-api-key']))).toEqual(new Set([KEY]));
});
