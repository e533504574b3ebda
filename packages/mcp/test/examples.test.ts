import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTRACT_LIST, CONTRACTS, type Result } from '@chemigram/engine';
import { makeScene, writeDng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from './connect.ts';
import { BUDGETS, TYPICAL, WHOLE } from './economy.ts';

const SERVER = fileURLToPath(new URL('./real-server.ts', import.meta.url));
/** What the example of import_style takes. */
const PRESET = fileURLToPath(new URL('../../../fixtures/presets/warm-evening.xmp', import.meta.url));
const DETECTOR = fileURLToPath(new URL('../../providers/test/fixtures/plain.mjs', import.meta.url));
/** Enough pixels for previews of 1024; a sixth of a real camera's, to render quickly. */
const SCENE = { width: 1200, height: 800 };
/** Renders take longer on a busy machine than a client waits by itself. */
const TIMEOUT = 300_000;

let folder: string;
let session: Awaited<ReturnType<typeof connect>>;
const call = (name: string, args: Record<string, unknown>) =>
  session.client.callTool({ name, arguments: args }, { timeout: TIMEOUT });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chemigram-examples-'));
  writeFileSync(join(folder, 'iguana.dng'), writeDng(makeScene(SCENE)));
  copyFileSync(PRESET, join(folder, 'warm-evening.xmp'));
  // Whatever detectors come with chemigram, one whose answer is known is asked.
  mkdirSync(join(folder, 'home'));
  const program = `command = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(DETECTOR)}]\n`;
  writeFileSync(join(folder, 'home', 'providers.toml'), `[order]\nsubjects = ["plain"]\n[providers.plain]\n${program}`);
  session = await connect(SERVER, [], 'legacy', { CHEMIGRAM_HOME: join(folder, 'home') }, folder);
  // A second photo, for what is done with several.
  writeFileSync(join(folder, 'iguana-2.dng'), writeDng(makeScene({ width: 600, height: 400 })));
  await call('ingest', { photo: 'iguana-2.dng' });
  // The client holds every result against the schema that it was listed with.
  await session.client.listTools();
});
afterAll(async () => {
  await session.client.close();
  rmSync(folder, { recursive: true, force: true });
});

const bytes = (text: string): number => Buffer.byteLength(text);
/** Within its budget, and more than half of it: twice as much is always too much. */
function expectWithin(budget: number, spent: number, what: string): void {
  if (process.env['CHEMIGRAM_WEIGH'] !== undefined) process.stderr.write(`weighed\t${what}\t${spent}\n`);
  expect(spent, what).toBeLessThanOrEqual(budget);
  expect(2 * spent, `${what}: the budget has room for two`).toBeGreaterThan(budget);
}
const textOf = (answer: { content: unknown }): string =>
  (answer.content as { type: string; text?: string }[]).map(({ text = '' }) => text).join('');

const PICTURES = ['render_preview', 'preview_mask', 'suggest_masks', 'show_mask', 'detect', 'compare'];

// In the order of the contracts, which is that of a session: each finds what the ones before it left.
test.each(CONTRACT_LIST)(
  'the example of $name runs and its result fits its schema',
  async ({ name, example }) => {
    const answer = await call(name, example);
    expect(answer.structuredContent).not.toHaveProperty('error');
    expectWithin(BUDGETS[name]!.answer, bytes(textOf(answer)), `the answer of ${name}`);
    expect(answer.isError).toBeFalsy();
    // Some clients hand the model the structured content alone: it has to name every picture.
    for (const [, path] of textOf(answer).matchAll(/Picture: \d+ x \d+ pixels, (.*?\.(?:jpg|png))/g)) {
      expect(JSON.stringify(answer.structuredContent)).toContain(path);
    }
    const shown = answer.content.some((part) => part.type === 'image');
    expect(shown, 'tools for looking answer with a picture, and only they').toBe(PICTURES.includes(name));
  },
  TIMEOUT,
);

test(
  'the main job: the face is lifted inside the mask and nowhere else',
  async () => {
    const { example } = CONTRACTS.apply_primitive;
    // On the photo that the examples left alone: it is measured with all that came before, denoising included.
    const { structuredContent } = await call('apply_primitive', { ...example, image_id: 'iguana-2', verify: true });
    const { measured } = structuredContent as Result<'apply_primitive'>;
    expect(measured?.verdict).toBe('clean');
    // Half a stop of scene light, seen through the tone curve and the feather.
    expect(measured?.inside.mean_change_ev).toBeGreaterThan(0.2);
    expect(measured?.inside.mean_change_ev).toBeLessThan(0.5);
  },
  TIMEOUT,
);

test('what a model is told of each tool, and of all of them, stays within its budget', async () => {
  const { tools } = await session.client.listTools();
  expect(Object.keys(BUDGETS)).toEqual(tools.map(({ name }) => name));
  const told = tools.map(({ description = '', inputSchema }) => bytes(description + JSON.stringify(inputSchema)));
  for (const [i, { name }] of tools.entries()) expectWithin(BUDGETS[name]!.told, told[i]!, `what is told of ${name}`);
  const whole = told.reduce((sum, each) => sum + each, 0);
  expectWithin(WHOLE.told, whole, 'what is told of all');
  expectWithin(WHOLE.listed, bytes(JSON.stringify(tools)), 'the list of tools');
});

test.each(TYPICAL)(
  'the answer of $tool to $args stays within its budget: $why',
  async ({ tool, args, perItem, answer: budget }) => {
    const answer = await call(tool, args);
    expect(answer.isError).toBeFalsy();
    const items = perItem === undefined ? 1 : (answer.structuredContent as Record<string, unknown[]>)[perItem]!.length;
    expectWithin(budget, Math.round(bytes(textOf(answer)) / items), `${tool} ${JSON.stringify(args)}`);
  },
  TIMEOUT,
);

test('the exports are where they were asked for', () => {
  for (const file of ['iguana-final.jpg', 'iguana-edit.xmp', 'evening.dtstyle']) {
    expect(statSync(join(folder, file)).size).toBeGreaterThan(1000);
  }
});
