import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import { parseMask, sameAspect } from '@chemigram/mask';
import type { Mask, Picture, Size } from '@chemigram/mask';
import type { ProviderHost } from '@chemigram/providers/host';
import type { Answer, Description, Hints, Kind, Region } from '@chemigram/providers/protocol';
import type { Workspace } from '@chemigram/workspace';
import type { Frame } from '../develop/frame.ts';
import { keepGrey, KEPT_SIDE } from '../photos/masks/raster-masks.ts';
import { readGrey, writePng } from '../photos/pictures/picture-files.ts';
import { keepDetected } from './detected-masks.ts';
import { keepDetection, keptDetection } from './detections.ts';
import type { KeptDetection } from './detections.ts';

/** What is looked for. */
export interface Question {
  readonly kind: Kind;
  readonly query?: string | undefined;
  readonly hints: Hints;
  /** That one and no other. */
  readonly provider?: string | undefined;
}

/** What the question is about. */
export interface SeenPicture {
  readonly workspace: Workspace;
  readonly picture: Picture;
  /** Full size of the displayed picture. */
  readonly displayed: Size;
  readonly frame: Frame;
}

/** The answer, whether it was kept from before, and who was asked in vain. */
export interface Answered {
  readonly detection: KeptDetection;
  readonly cached: boolean;
  readonly passed_over: readonly { readonly provider: string; readonly why: string }[];
}

/** Feather of a region without a raster, of the shorter side: two pixels of a preview, as edges of photos have. */
const FEATHER = 0.003;
/** A stranger's picture file: 16-bit grey of 4,096 x 4,096 is half of it. */
const RASTER_BYTES_MAX = 64 * 2 ** 20;
const ANY_TEXT = '*';
const ID_DIGITS = 10;

/**
 * Asks the providers in their order until one answers; what one answered to the same question about the same picture
 * before is taken from the cache.
 *
 * @throws ChemigramError provider_failed when none does, with what each of them did; invalid_input for a query that none
 *   understands, with what can be asked; cancelled
 */
export async function askProviders(
  host: ProviderHost,
  question: Question,
  seen: SeenPicture,
  signal: AbortSignal,
): Promise<Answered> {
  const passed_over: { provider: string; why: string }[] = [];
  const words: string[] = [];
  let last: ChemigramError | null = null;
  for (const name of await host.candidates(question.kind, question.provider)) {
    try {
      const description = await host.describe(name);
      const why = whyNot(description, question);
      if (why !== null) {
        if (question.provider !== undefined)
          throw new ChemigramError('invalid_input', `The provider ${name} ${why.says}.`, why);
        passed_over.push({ provider: name, why: why.says });
        if (why.field === 'query') words.push(`${name}: ${description.queries.join(', ') || 'takes no query'}`);
        continue;
      }
      const id = idOf(question, seen, name, description);
      const kept = await keptDetection(seen.workspace, id);
      if (kept !== null) return { detection: kept, cached: true, passed_over };
      const detection = await ask(host, name, description, id, question, seen, signal);
      return { detection, cached: false, passed_over };
    } catch (error) {
      if (!(error instanceof ChemigramError) || error.code !== 'provider_failed') throw error;
      last = error;
      passed_over.push({ provider: name, why: error.message });
    }
  }
  if (last !== null && passed_over.length === 1) throw last;
  if (last === null && words.length > 0) throw nobodyUnderstands(question, words);
  const tried = passed_over.map(({ provider, why }) => `${provider}: ${why}`).join('; ');
  throw new ChemigramError('provider_failed', `No provider detected ${question.kind} (${tried}).`, {
    hint:
      last?.hint ??
      'Ask in other words, without a query, or draw the mask by eye; status tells what each provider detects.',
    ...(last === null ? {} : { cause: last }),
  });
}

/** @param words what can be asked instead, of each provider that detects the kind */
function nobodyUnderstands({ kind, query }: Question, words: readonly string[]): ChemigramError {
  return new ChemigramError('invalid_input', `No provider of ${kind} understands "${query}".`, {
    field: 'query',
    hint: `They understand ${words.join('; ')}. Ask for one of these, leave query out, or draw the mask by eye.`,
  });
}

function whyNot({ kinds, queries }: Description, { kind, query }: Question) {
  if (!kinds.includes(kind)) {
    return { says: `does not detect ${kind}`, field: 'kind', hint: `It detects ${kinds.join(', ')}.` };
  }
  if (query === undefined || queries.includes(ANY_TEXT) || queries.includes(query)) return null;
  const hint = queries.length === 0 ? 'It takes no query.' : `It understands ${queries.join(', ')}.`;
  return { says: `does not understand "${query}"`, field: 'query', hint };
}

/** Of the picture, the question and who answers: another model version is another answer. */
function idOf(
  { kind, query, hints }: Question,
  { picture, frame }: SeenPicture,
  name: string,
  by: Description,
): string {
  const { width, height, rgb } = picture;
  const digest = createHash('sha256')
    .update(JSON.stringify([width, height, frame, kind, query ?? null, hints, name, by.model, by.version]))
    .update(rgb)
    .digest('hex');
  return `${kind}-${digest.slice(0, ID_DIGITS)}`;
}

async function ask(
  host: ProviderHost,
  name: string,
  { model, version, cost }: Description,
  detection_id: string,
  { kind, query, hints }: Question,
  seen: SeenPicture,
  signal: AbortSignal,
): Promise<KeptDetection> {
  // Beside the photo: what a server that is killed leaves here is swept with its caches.
  const folder = await mkdtemp(join(await seen.workspace.cacheDir('asked'), 'detect-'));
  try {
    const [picture, rasters] = [join(folder, 'picture.png'), join(folder, 'rasters')];
    await mkdir(rasters);
    await writePng(seen.picture, picture);
    const request = { kind, picture, rasters, hints, ...(query === undefined ? {} : { query }) };
    const answer: Partial<Answer<'subjects'> & Answer<'spots'>> & Pick<Answer, 'took' | 'notes'> = await host.detect(
      name,
      request,
      signal,
    );
    const regions = [];
    for (const [i, region] of (answer.regions ?? []).entries()) {
      const mask = await maskOf(region, rasters, seen).catch((error: unknown) => {
        if (!(error instanceof ChemigramError)) throw error;
        throw new ChemigramError(
          'provider_failed',
          `The provider ${name} answered with regions[${i}]: ${error.message}`,
          {
            hint: 'Ask another provider, or tell its author.',
            cause: error,
          },
        );
      });
      const { raster: _raster, ...shown } = region;
      const { label, confidence } = region;
      const by = `${name} ${model} ${version}`;
      const found = { label, confidence, mask, frame: seen.frame, by };
      const { detected_id } = await keepDetected(seen.workspace.dir, found);
      regions.push({ ...shown, detected_id });
    }
    const kept: KeptDetection = {
      detection_id,
      kind,
      provider: name,
      model,
      model_version: version,
      where: cost.where,
      took: answer.took,
      notes: answer.notes,
      regions,
      spots: answer.spots ?? [],
      frame: seen.frame,
    };
    await keepDetection(seen.workspace, kept);
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A stranger's region as a mask of the language: its raster where it has one, else its outline. */
async function maskOf({ vertices, holes, raster }: Region, rasters: string, seen: SeenPicture): Promise<Mask> {
  if (raster === undefined) {
    return parseMask({ dt_form: 'path', dt_params: { vertices, holes, border: FEATHER } }, seen.displayed).mask;
  }
  const file = join(rasters, raster);
  const facts = await lstat(file).catch(() => null);
  // Not a link to what the provider may not know, and not a pipe that never ends.
  if (facts === null || !facts.isFile() || facts.size > RASTER_BYTES_MAX) {
    throw new ChemigramError('invalid_input', `its raster ${raster} is no file of at most ${RASTER_BYTES_MAX} bytes.`);
  }
  const grey = await readGrey(await readFile(file), KEPT_SIDE).catch((cause: unknown) => {
    throw new ChemigramError('invalid_input', `its raster ${raster} is no picture that can be read.`, { cause });
  });
  if (!sameAspect(grey.original, seen.picture)) {
    throw new ChemigramError('invalid_input', `its raster ${raster} has another aspect than the picture.`);
  }
  return { kind: 'raster', path: await keepGrey(grey, seen.workspace.dir) };
}
