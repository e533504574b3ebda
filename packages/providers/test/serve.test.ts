import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS, descriptionSchema, PROTOCOL } from '@chemigram/providers/protocol';

const FIXTURE = fileURLToPath(new URL('fixtures/brightest-square.ts', import.meta.url));
const client = new Client({ name: 'test', version: '1' });
let folder = '';
let picture = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provider-'));
  picture = join(folder, 'picture.png');
  const square = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const dark = sharp({ create: { width: 160, height: 80, channels: 3, background: '#222' } });
  await dark
    .composite([{ input: square, left: 100, top: 20 }])
    .png()
    .toFile(picture);
  const args = ['--conditions=@chemigram/source', '--import', 'tsx', FIXTURE];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }));
});

afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });

describe('a provider that serveProvider makes', () => {
  it('says what it is in the words of the protocol', async () => {
    const description = descriptionSchema.parse((await ask('describe')).structuredContent);
    expect(description).toMatchObject({ protocol: PROTOCOL, name: 'brightest-square', queries: ['square'] });
  });

  it('answers with what its author found, and with what that took', async () => {
    const answer = ANSWERS.subjects.parse((await ask('detect', { kind: 'subjects', picture })).structuredContent);
    expect(answer.regions[0]).toMatchObject({ label: 'square', bbox: [0.625, 0.25, 0.75, 0.375], holes: [] });
    expect(answer.took.seconds).toBeGreaterThan(0);
    expect(answer.took.memory_mb).toBeGreaterThan(10);
  });

  it('refuses a request that the protocol does not know, by field', async () => {
    const refused = await ask('detect', { kind: 'horizon', picture });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused.structuredContent)).toContain('kind');
  });

  it('tells what its author’s code threw, and lives', async () => {
    const refused = await ask('detect', { kind: 'subjects', picture: join(folder, 'nowhere.png') });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused.content)).toContain('nowhere.png');
    expect((await ask('detect', { kind: 'spots', picture })).isError).not.toBe(true);
  });
});
