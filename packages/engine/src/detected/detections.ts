/**
 * What was asked of providers and answered, kept in the photo's cache: a repeated question costs no inference. The
 * regions of an answer are kept apart (`keepDetected`), for masks refer to them.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError } from '@chemigram/errors';
import type { Cost, Kind, Region, Spot, Took } from '@chemigram/providers/protocol';
import type { Workspace } from '@chemigram/workspace';
import { wholeFile } from '@chemigram/renderer';
import type { Frame } from '../develop/frame.ts';

/** An answer of a provider as it is kept; positions are fractions of the displayed picture. */
export interface KeptDetection {
  readonly detection_id: string;
  readonly kind: Kind;
  readonly provider: string;
  readonly model: string;
  readonly model_version: string;
  readonly where: Cost['where'];
  readonly took: Took;
  readonly notes: readonly string[];
  readonly regions: readonly (Omit<Region, 'raster'> & { readonly detected_id: string })[];
  readonly spots: readonly Spot[];
  /** How the picture was framed that it speaks of. */
  readonly frame: Frame;
}

const CACHE = 'detections';
const ID = /^[a-z]+(?:_[a-z]+)*-[0-9a-f]{10}$/;

const fileOf = async (workspace: Workspace, id: string): Promise<string> =>
  join(await workspace.cacheDir(CACHE), `${id}.json`);

/** What was answered to a question; null where it was not asked yet, or the caches were cleaned. */
export async function keptDetection(workspace: Workspace, id: string): Promise<KeptDetection | null> {
  if (!ID.test(id)) return null;
  const text = await readFile(await fileOf(workspace, id), 'utf8').catch(() => null);
  try {
    return text === null ? null : (JSON.parse(text) as KeptDetection);
  } catch {
    // A cache that cannot be read is one that was not written: the question is asked again.
    return null;
  }
}

/** Keeps an answer under its id; a kill leaves it whole or not there. */
export async function keepDetection(workspace: Workspace, detection: KeptDetection): Promise<void> {
  const file = await fileOf(workspace, detection.detection_id);
  await mkdir(join(file, '..'), { recursive: true });
  await wholeFile(file, (half) => writeFile(half, JSON.stringify(detection)));
}

/** The spots of an answer. @throws ChemigramError not_found or invalid_input with the field */
export async function detectedSpots(workspace: Workspace, id: string, field: string): Promise<KeptDetection> {
  const kept = await keptDetection(workspace, id);
  if (kept === null) {
    throw new ChemigramError('not_found', `No answer of detect is kept for this photo under "${id}".`, {
      field,
      hint: 'Call detect with kind spots and take its detection_id; after the caches were cleaned, call it again.',
    });
  }
  if (kept.kind === 'spots') return kept;
  throw new ChemigramError('invalid_input', `The detection "${id}" is one of ${kept.kind}; spots are needed.`, {
    field,
    hint: 'Call detect with kind spots. A region is repaired by a spot with its outline as `path`.',
  });
}
