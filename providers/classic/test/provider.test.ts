import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { ANSWERS, descriptionSchema, VERTICES_MAX } from '@chemigram/providers/protocol';
import { compare, outlineOpacity, type Raster } from '@chemigram/mask';
import { makeScene, type MaskName, truthMask, writePng } from '@chemigram/scene';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const SIZE = { width: 384, height: 256 };
const scene = makeScene(SIZE);
let folder: string;
let picture: string;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chemigram-classic-'));
  picture = join(folder, 'iguana.png');
  await sharp(await writePng(scene)).toFile(picture);
  client = new Client({ name: 'test', version: '1' });
  const args = ['--conditions=@chemigram/source', '--import', 'tsx', MAIN];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }));
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

async function detect(args: object): Promise<unknown> {
  return (await client.callTool({ name: 'detect', arguments: { picture, ...args } })).structuredContent;
}

/** How alike regions and the truth of some parts of the scene are, 0..1. */
function likeness(
  regions: readonly { vertices: [number, number][]; holes: [number, number][][] }[],
  ...names: MaskName[]
) {
  const rings = regions.flatMap(({ vertices, holes }) => [vertices, ...holes]);
  const pixels = rings.map((ring) => ring.map(([x, y]): [number, number] => [x * SIZE.width, y * SIZE.height]));
  const truth: Raster = { ...SIZE, data: new Float32Array(SIZE.width * SIZE.height) };
  for (const name of names) truthMask(scene, name, SIZE).forEach((value, i) => (truth.data[i]! += value));
  return compare(outlineOpacity(pixels, 0, SIZE), truth).iou;
}

test('it says who it is, what it detects and that nothing leaves the machine', async () => {
  const { structuredContent } = await client.callTool({ name: 'describe', arguments: {} });
  expect(descriptionSchema.parse(structuredContent)).toMatchObject({
    name: 'classic',
    kinds: ['subjects', 'spots', 'depth_band'],
    cost: { money: 0, where: 'local' },
  });
});

test('the sky is found on its edges and trusted', async () => {
  const { regions } = ANSWERS.subjects.parse(await detect({ kind: 'subjects', query: 'sky' }));
  expect(regions.every(({ label }) => label === 'sky')).toBe(true);
  expect(likeness(regions, 'sky')).toBeGreaterThan(0.95);
  expect(regions[0]!.confidence).toBeGreaterThan(0.8);
});

test('without a hint a subject is guessed and not trusted; what is in a rough box is nearer to it than the box, and trusted more', async () => {
  const guess = ANSWERS.subjects.parse(await detect({ kind: 'subjects' }));
  expect(guess.regions[0]!.confidence).toBeLessThan(0.5);
  const xs = scene.outline.map(([x]) => x);
  const ys = scene.outline.map(([, y]) => y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const region = [
    [x0 - 0.02, y0 - 0.03],
    [Math.min(1, x1 + 0.02), y0 - 0.02],
    [Math.min(1, x1 + 0.02), y1 + 0.03],
    [x0 - 0.03, y1 + 0.02],
  ];
  const { regions } = ANSWERS.subjects.parse(await detect({ kind: 'subjects', hints: { region } }));
  const box = { vertices: region as [number, number][], holes: [] };
  expect(likeness(regions, 'subject')).toBeGreaterThan(1.15 * likeness([box], 'subject'));
  expect(regions[0]!.confidence).toBeGreaterThan(guess.regions[0]!.confidence);
  for (const { vertices, holes } of regions)
    expect([vertices, ...holes].flat().length).toBeLessThanOrEqual(VERTICES_MAX);
});

test('near is the ground and what stands on it, far is the sky and the ridge below it', async () => {
  const { regions } = ANSWERS.depth_band.parse(await detect({ kind: 'depth_band' }));
  const band = (label: string) => regions.filter((region) => region.label === label);
  expect(likeness(band('near'), 'foreground', 'subject')).toBeGreaterThan(0.9);
  expect(likeness(band('far'), 'sky', 'ridge')).toBeGreaterThan(0.8);
});

test('a word that it does not know is told, and what is no picture is refused', async () => {
  const { notes } = ANSWERS.subjects.parse(
    await detect({ kind: 'subjects', query: 'the red boat', hints: { count: 1 } }),
  );
  expect(notes[0]).toMatch(/"the red boat" was not looked for/);
  const { isError, structuredContent } = await client.callTool({
    name: 'detect',
    arguments: { kind: 'spots', picture: MAIN },
  });
  expect(isError).toBe(true);
  expect(structuredContent).toMatchObject({ error: { code: 'invalid_input', field: 'picture' } });
});
