/**
 * The demo: a chat client's conversation with chemigram over MCP, from the first look to the export, and a page that
 * shows it. Usage: npm run demo [-- PHOTO] [--out FOLDER]; without a photo it generates one.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeScene, type Scene, writeDng } from '@chemigram/scene';
import { type Chemigram, connect } from './client.ts';
import { strength } from './numbers.ts';
import type { DemoRecord, StepRecord } from './record.ts';
import { reportPage } from './report.ts';
import { ANY_PHOTO, type Coords, iguanaStory, type Step } from './story.ts';
import { summaryPicture } from './summary-picture.ts';
import { terminalText } from './tables.ts';
import { changeByRegion, overlap } from './truth.ts';

/** Long side of the pictures on the page. */
const SIZE = 1280;
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const SERVER = join(ROOT, 'packages/cli/bin/chemigram.mjs');
/** Written into a folder that the demo made, so that it never empties another one. */
const MARK = '.chemigram-demo';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const out = resolve(values.out ?? join(ROOT, 'demo-out'));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

function emptyFolder(): void {
  if (existsSync(out) && !existsSync(join(out, MARK)))
    throw new Error(`${out} is there and not of the demo's making; name another folder with --out`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, MARK), '');
}

/** Copies a picture beside the page and gives its name there. */
function keep(path: unknown, name: string): string {
  const file = `${name}${extname(String(path))}`;
  copyFileSync(String(path), join(out, file));
  return file;
}

/** A mask that covers less than this is shown closer, with this much around it (of its own size). */
const SMALL = 0.1;
const AROUND = 0.6;
const CLOSER_SIZE = 900;

/** The last step before and after, from near, when its mask is too small to be judged on the whole picture. */
async function closerLook(
  chat: Chemigram,
  image_id: string,
  step: Step,
  shown: Record<string, unknown>,
): Promise<StepRecord['closer']> {
  const box = shown['bbox'] as [number, number, number, number] | null;
  if (box === null || Number(shown['coverage']) > SMALL) return undefined;
  const [x0, y0, x1, y1] = box;
  const [dx, dy] = [(x1 - x0) * AROUND, (y1 - y0) * AROUND];
  const region = [x0 - dx, y0 - dy, x1 + dx, y1 + dy].map((v) => Math.max(0, Math.min(1, v)));
  const look = (ref: string): Promise<Record<string, unknown>> =>
    chat.call('render_preview', { image_id, ref, region, size: CLOSER_SIZE });
  const [before, after] = [await look('HEAD~1'), await look('HEAD')];
  return {
    before: keep(before['path'], `${step.id}-close-before`),
    after: keep(after['path'], `${step.id}-close-after`),
    width: Number(after['width']),
    height: Number(after['height']),
  };
}

/** One wish: show the mask, apply the edit, look, measure. */
async function fulfil(
  chat: Chemigram,
  id: string,
  step: Step,
  before: string,
  coords: Coords,
  scene?: Scene,
): Promise<StepRecord> {
  say(`“${step.said}”`);
  const mask_spec = step.mask(coords);
  const shown = await chat.call('preview_mask', { image_id: id, mask_spec, size: SIZE });
  const overlay = keep(shown['path'], `${step.id}-mask`);
  const call = {
    tool: 'apply_primitive',
    arguments: { image_id: id, primitive_name: step.primitive, value: step.value, mask_spec, label: step.said },
  };
  const applied = await chat.call(call.tool, call.arguments);
  const measured = await chat.call('measure_edit', { image_id: id });
  const picture = await chat.call('render_preview', { image_id: id, size: SIZE });
  const after = keep(picture['path'], `${step.id}-after`);
  const record: StepRecord = {
    id: step.id,
    said: step.said,
    where: step.where,
    call,
    before,
    after,
    overlay,
    asked: `${step.primitive} ${strength(step.value, step.unit)}`,
    predicted: applied['mask'] as StepRecord['predicted'],
    measured: measured as unknown as StepRecord['measured'],
    warnings: [shown, applied, measured].flatMap((answer) => answer['warnings'] as string[]),
  };
  const closer = await closerLook(chat, id, step, shown);
  if (closer !== undefined) record.closer = closer;
  if (scene !== undefined && step.meant !== undefined) {
    record.truth = {
      meant: step.meant,
      overlap: await overlap(String(shown['opacity_path']), scene, step.meant),
      change: await changeByRegion(join(out, before), join(out, after), scene),
    };
  }
  return record;
}

/** Back and forth through the history, and a change of mind about the last wish. */
async function wander(chat: Chemigram, id: string, last: Step): Promise<DemoRecord['history']> {
  const moves = async (): Promise<{ move_id: string }[]> =>
    (await chat.call('get_state', { image_id: id }))['moves'] as { move_id: string }[];
  const list = await moves();
  const undone = await chat.call('undo', { image_id: id });
  const fewer = await moves();
  const redone = await chat.call('redo', { image_id: id });
  const again = await moves();
  const less = Math.round(last.value * 75) / 100;
  const move_id = again.at(-1)!.move_id;
  await chat.call('adjust_move', { image_id: id, move_id, value: less });
  return [
    { did: 'undo', found: `${String(undone['undone'])}; ${list.length} moves became ${fewer.length}` },
    { did: 'redo', found: `${String(redone['redone'])}; ${again.length} moves` },
    { did: 'a little less', found: `${last.primitive} of ${move_id} from ${last.value} to ${less} ${last.unit}` },
  ];
}

/** The photo that was named, or else a generated one, whose regions are known. */
function photoToShow(given: string | undefined): { photo: string; scene?: Scene } {
  if (given !== undefined) {
    const photo = resolve(given);
    if (!existsSync(photo)) throw new Error(`${photo} does not exist`);
    return { photo };
  }
  say('Generating a photograph (a raw of 6 megapixels whose regions are known)');
  const scene = makeScene();
  const photo = join(out, 'iguana.dng');
  writeFileSync(photo, writeDng(scene));
  return { photo, scene };
}

/** The whole conversation about a photo. */
async function converse(chat: Chemigram, photo: string, scene?: Scene): Promise<Omit<DemoRecord, 'seconds'>> {
  const story = scene === undefined ? ANY_PHOTO : iguanaStory(scene);
  const status = await chat.call('status', {});
  say('Taking the photo in');
  const taken = await chat.call('ingest', { photo });
  const id = String(taken['image_id']);
  const first = await chat.call('render_preview', { image_id: id, size: SIZE });
  const before = keep(first['path'], 'before');
  const coords = first['coords'] as Coords;

  const steps: StepRecord[] = [];
  for (const step of story) {
    steps.push(await fulfil(chat, id, step, steps.at(-1)?.after ?? before, coords, scene));
  }
  say('Undo, redo, and a little less of the last wish');
  const history = await wander(chat, id, story.at(-1)!);
  say('Exporting');
  const final = await chat.call('export_final', { image_id: id, out: join(out, 'final.jpg'), format: 'jpeg' });
  const sidecar = await chat.call('export_xmp', { image_id: id, out: join(out, 'final.xmp') });
  const last = await chat.call('render_preview', { image_id: id, size: SIZE });
  return {
    photo: {
      name: basename(photo),
      width: Number(taken['width']),
      height: Number(taken['height']),
      baseline: String(taken['baseline']),
    },
    versions: {
      chemigram: (status['versions'] as { chemigram: string }).chemigram,
      darktable: String((status['darktable'] as { version: string }).version),
    },
    before,
    after: keep(last['path'], 'after'),
    steps,
    history,
    files: [
      { name: basename(String(final['path'])), what: 'The developed photo in full size' },
      { name: basename(String(sidecar['path'])), what: 'The edit for darktable, every mask named and editable' },
    ],
  };
}

async function main(): Promise<void> {
  const started = performance.now();
  emptyFolder();
  const { photo, scene } = photoToShow(positionals[0]);
  const chat = await connect(SERVER, { CHEMIGRAM_HOME: join(out, 'workspaces') });
  try {
    const told = await converse(chat, photo, scene);
    const record: DemoRecord = { ...told, seconds: (performance.now() - started) / 1000 };
    writeFileSync(join(out, 'index.html'), reportPage(record));
    writeFileSync(join(out, 'summary.jpg'), await summaryPicture(record, out));
    writeFileSync(join(out, 'record.json'), JSON.stringify(record, null, 2));
    console.log(`\n${terminalText(record)}\n\nThe page: ${relative(process.cwd(), join(out, 'index.html'))}`);
  } finally {
    await chat.close();
  }
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
