import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChemigramError, reportOf } from '@chemigram/errors';
import { KINDS, SPOTS_MAX } from '../protocol.ts';
import type { Answer, Description, DetectRequest, Hints, Kind } from '../protocol.ts';
import { RunningProvider } from '../host/running-provider.ts';
import type { ProgramToStart } from '../host/group-process.ts';
import { OFF_DISC, ON_DISC, testPicture } from './test-picture.ts';

/** What was looked at; `why` says what was found wrong, null when nothing was. */
export interface Finding {
  readonly rule: string;
  readonly why: string | null;
}

export interface CheckReport {
  readonly description: Description | null;
  readonly findings: readonly Finding[];
  /** Whether nothing was found wrong. */
  readonly passed: boolean;
}

export interface CheckOptions {
  /** For starting. */
  readonly startMs?: number;
  /** For each detect. */
  readonly timeoutMs?: number;
  readonly memoryMb?: number;
}

const TIMEOUT_MS = 60_000;
const MEMORY_MB = 8192;
/** A provider that nobody needs any more has so long to end. */
const HANG_UP_MS = 5000;
/** Clocks are read at both ends of a pipe. */
const CLOCK_TOLERANCE_S = 0.05;
const FEW = 2;
const BOX = (x0: number, y0: number, x1: number, y1: number): [number, number][] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];
/** What a caller may say beside the kind; none of it may break a provider that cannot use it. */
const HINTS: Readonly<Record<string, Hints>> = {
  'a rough region': { region: BOX(0.4, 0.25, 0.8, 0.85) },
  'points on it and off it': { positive: [ON_DISC], negative: [OFF_DISC] },
  'a number to find': { count: FEW },
};

/**
 * Starts a provider and holds it against the protocol, as chemigram itself would speak with it. Stops at the first rule
 * that is broken: what comes after an answer that cannot be trusted says nothing.
 *
 * @param program its command, started in a group of its own
 */
export async function checkProvider(program: ProgramToStart, options: CheckOptions = {}): Promise<CheckReport> {
  const { startMs = TIMEOUT_MS, timeoutMs = TIMEOUT_MS, memoryMb = MEMORY_MB } = options;
  const folder = await mkdtemp(join(tmpdir(), 'chemigram-provider-check-'));
  const findings: Finding[] = [];
  const provider: { is: RunningProvider | null } = { is: null };
  try {
    const picture = join(folder, 'picture.png');
    await writeFile(picture, testPicture());
    await mkdir(join(folder, 'rasters'));
    for await (const [rule, look] of rules(provider, program, { startMs, timeoutMs, memoryMb }, folder)) {
      const why = await look().then(
        () => null,
        (error: unknown) => reasonOf(error),
      );
      findings.push({ rule, why });
      if (why !== null) break;
    }
  } finally {
    provider.is?.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const passed = findings.every(({ why }) => why === null);
  return { description: provider.is?.description ?? null, findings, passed };
}

function reasonOf(error: unknown): string {
  const { message, hint } = reportOf(error);
  return error instanceof ChemigramError && hint?.startsWith('It said last') === true ? `${message} ${hint}` : message;
}

type Rule = readonly [string, () => Promise<void>];

/** The rules, one after the other; later ones depend on what the provider said of itself. */
function* rules(
  provider: { is: RunningProvider | null },
  program: ProgramToStart,
  bounds: Parameters<typeof RunningProvider.start>[2],
  folder: string,
): Generator<Rule> {
  const picture = join(folder, 'picture.png');
  const ask = <K extends Kind>(kind: K, more: Partial<DetectRequest> = {}): Promise<Answer<K>> =>
    provider.is!.detect<K>({ hints: {}, picture, ...more, kind });
  yield [
    'it starts and describes itself in this version of the protocol',
    async () => void (provider.is = await RunningProvider.start('under check', program, bounds)),
  ];
  const { kinds, queries } = provider.is!.description;
  for (const kind of kinds) {
    yield [`it detects ${kind}, and says truly how long it took`, () => timed(() => ask(kind))];
    for (const [what, hints] of Object.entries(HINTS)) {
      yield [`it detects ${kind} with ${what}`, async () => mustCount(await ask(kind, { hints }), hints)];
    }
  }
  if (kinds.includes('subjects')) {
    for (const query of queries.filter((word) => word !== '*').slice(0, FEW)) {
      yield [`it understands "${query}"`, async () => void (await ask('subjects', { query }))];
    }
    const rasters = join(folder, 'rasters');
    yield ['rasters that it names are there', async () => haveRasters(await ask('subjects', { rasters }), rasters)];
  }
  const others = KINDS.filter((kind) => !kinds.includes(kind));
  for (const kind of others) yield [`it refuses ${kind}, which it does not detect`, () => refuses(() => ask(kind))];
  yield [
    'it refuses a picture that is not there',
    () => refuses(() => ask(kinds[0]!, { picture: join(folder, 'not-there.png') })),
  ];
  yield ['it still answers after a refusal', async () => void (await ask(kinds[0]!))];
  yield ['it ends when its stdin does', () => hangsUp(provider.is!)];
}

async function timed(detect: () => Promise<Answer>): Promise<void> {
  const began = performance.now();
  const { took } = await detect();
  const seconds = (performance.now() - began) / 1000;
  if (took.seconds <= seconds + CLOCK_TOLERANCE_S) return;
  throw new Error(`It says that it took ${took.seconds} s; the answer came after ${seconds.toFixed(3)} s.`);
}

function mustCount(answer: Answer, { count = SPOTS_MAX }: Hints): void {
  const found = 'spots' in answer ? answer.spots.length : 0;
  if (found > count) throw new Error(`Asked for at most ${count}, it answered with ${found}.`);
}

const PNG_SIGNATURE = '89504e470d0a1a0a';

async function haveRasters({ regions }: Answer<'subjects'>, folder: string): Promise<void> {
  for (const { raster } of regions) {
    if (raster === undefined) continue;
    const file = await open(join(folder, raster)).catch(() => null);
    if (file === null) throw new Error(`It names the raster ${raster} and did not write it.`);
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0).finally(() => file.close());
    if (buffer.toString('hex') !== PNG_SIGNATURE) throw new Error(`The raster ${raster} is no PNG.`);
  }
}

/** A refusal is an answer too: afterwards the provider must be there. */
async function refuses(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (error instanceof ChemigramError && error.message.includes(' refused: ')) return;
    throw error;
  }
  throw new Error('It answered instead of refusing.');
}

async function hangsUp(provider: RunningProvider): Promise<void> {
  const { promise, timer } = after(HANG_UP_MS);
  const ended = await Promise.race([provider.hangUp().then(() => true), promise]);
  clearTimeout(timer);
  if (!ended) throw new Error(`It still ran ${HANG_UP_MS / 1000} s after its stdin was closed.`);
}

function after(ms: number): { promise: Promise<false>; timer: NodeJS.Timeout } {
  let timer!: NodeJS.Timeout;
  const promise = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return { promise, timer };
}
