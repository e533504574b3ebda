import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { newFolder, painted, RED, written } from './helpers/bench.ts';
import { described } from './helpers/detect.ts';
import { channelModel } from './helpers/tiny-models.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ARGS = ['--conditions=@chemigram/source', '--import', 'tsx', MAIN];

let client: Client | undefined;
afterEach(() => client?.close());

describe('the provider as a program', () => {
  it('says who it is and what it detects, and answers by the protocol', async () => {
    const folder = newFolder();
    const model = written(folder, 'red.onnx', channelModel([64, 64], [1, 0, 0]));
    const toml = described(folder, { family: 'segment', input: { width: 64, height: 64 }, model, label: 'person' });
    client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [...ARGS, toml] }));
    const { structuredContent: about } = await client.callTool({ name: 'describe', arguments: {} });
    expect(about).toMatchObject({
      protocol: 'chemigram.mask_provider.v1',
      name: 'onnx',
      model: 'tiny',
      kinds: ['subjects'],
      cost: { money: 0, where: 'local' },
    });
    const picture = await painted(folder, 64, 64, (x) => (x < 32 ? RED : [0, 0, 0]));
    const { structuredContent: answer } = await client.callTool({
      name: 'detect',
      arguments: { kind: 'subjects', picture },
    });
    expect(answer).toMatchObject({ regions: [{ label: 'person', bbox: [0, 0, expect.closeTo(0.5, 2), 1] }] });
    const refused = await client.callTool({ name: 'detect', arguments: { kind: 'spots', picture } });
    expect(refused.isError).toBe(true);
  });

  it('ends with a sentence about a description that is none', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [...ARGS, '/nowhere/model.toml'], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('/nowhere/model.toml');
    expect(stderr).not.toContain('    at ');
  });
});
