import { parseSidecar } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { readEmbeddedXmp } from '@chemigram/renderer';
import type { RenderCall, RenderReport, Renderer } from '@chemigram/renderer';
import { baselineFromExport, isRaw } from '../../develop/baseline.ts';
import type { BaselineKind } from '../../develop/baseline.ts';
import { borderedAs, unbordered } from '../../develop/unbordered.ts';
import { firstOrder } from './render-orders.ts';

/** What a photo is before the first move. */
export interface Baseline {
  /** As it is looked at, and edits stand on it. */
  readonly sidecar: Sidecar;
  /** As it is exported: with the border that the photo's own edit puts around the picture. */
  readonly whole: Sidecar;
  readonly kind: BaselineKind;
  /** Size of the displayed picture, not scaled. */
  readonly full: RenderReport['full'];
  /** Whether it was developed from sensor data. */
  readonly raw: boolean;
}

/**
 * The first picture of a photo, not of any cache.
 * @param own the photographer's sidecar
 * @throws where it is not all that was asked
 */
export const firstPicture = async (
  renderer: Renderer,
  photo: string,
  own: string | null,
  out: string,
  call: RenderCall,
): Promise<RenderReport> => complete(await renderer.render(firstOrder(photo, own), out, call), renderer.version);

/** What the first picture of a photo says of it. */
export async function baselineOfFirst(first: RenderReport, own: string | null): Promise<Baseline> {
  const { full, modules } = first;
  const raw = isRaw(modules);
  const given = own === null ? null : parseSidecar(own);
  const kind = given === null ? 'auto' : 'sidecar';
  if (given?.autoPresetsApplied === true) return { sidecar: unbordered(given), whole: given, kind, full, raw };
  // What darktable put before it of its own is not in a sidecar that it never opened.
  const sidecar = baselineFromExport(await readEmbeddedXmp(first.path, 'tiff'), modules);
  return { sidecar, whole: given === null ? sidecar : borderedAs(sidecar, given), kind, full, raw };
}

/** darktable says in its log when it left something out; a picture without an edit that was asked for is a failure. */
export function complete(report: RenderReport, version: string): RenderReport {
  if (report.trouble.length === 0) return report;
  throw new ChemigramError(
    'unsupported_by_darktable',
    `darktable ${version} did not do all that it was asked: ${report.trouble.slice(0, 3).join(' | ')}`,
    { hint: 'Undo the last step; if the photo came with a sidecar of a newer darktable, use that version.' },
  );
}
