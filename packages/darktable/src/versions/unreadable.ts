/** What a darktable would lose of a sidecar, said before it is asked to develop it. */
import { ChemigramError } from '@chemigram/errors';
import { masksInForce } from '../sidecar/history.ts';
import type { HistoryItem } from '../sidecar/history-item.ts';
import { blends, blobLength, finalItems, instanceName } from '../sidecar/instances.ts';
import { MODULES } from '../modules/index.ts';
import {
  BLEND_VERSIONS,
  FORM_VERSIONS,
  isSince,
  MODULE_VERSIONS,
  RELEASES,
  type VersionPerRelease,
} from './release-versions.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';

export interface Unreadable {
  /** Where in the sidecar: `history[9].modversion`. */
  readonly field: string;
  /** "exposure 1 "lift the face" has parameters of version 7". */
  readonly what: string;
  /** "darktable 5.0.1 reads up to 6; 5.4.1 reads it". */
  readonly why: string;
}

/**
 * What this darktable surely cannot read of a sidecar's edits in force: modules that it does not have, parameters,
 * blending and forms of newer versions, parameters of a length that their version does not have. Modules that are switched
 * off count too, their blending aside: darktable drops them with the same words in its log, and an earlier entry that is on
 * would count again.
 *
 * A release between two of the table is judged by the newer one: what that one cannot read, no older one can. Whatever
 * remains open, the history that comes back with the picture tells: `differencesFromAsked`.
 * @param darktable its version, `4.2.1`
 */
export function unreadableBy(sidecar: Sidecar, darktable: string): Unreadable[] {
  const found: Unreadable[] = [];
  for (const item of finalItems(sidecar)) {
    const at = `history[${sidecar.history.indexOf(item)}]`;
    const name = instanceName(item);
    const versions = MODULE_VERSIONS.get(item.operation) ?? [0, 0, 0];
    const module = moduleTooNew(item.operation, item.modversion, darktable);
    const length = wrongLength(item);
    const own = item.params === '' && !isSince(darktable, NO_PARAMS_SINCE);
    if (module !== null && newestOf(versions, darktable) === 0) {
      found.push({ field: `${at}.operation`, what: `${name} is a module that is not known`, why: module });
    } else if (module !== null) {
      found.push({
        field: `${at}.modversion`,
        what: `${name} has parameters of version ${item.modversion}`,
        why: module,
      });
    } else if (own) {
      const what = `${name} has no parameters, which stand for the module's own`;
      found.push({
        field: `${at}.params`,
        what,
        why: `darktable ${darktable} does not read that; ${RELEASES[1]} is needed`,
      });
    } else if (length !== null)
      found.push({ field: `${at}.params`, what: `${name} ${length}`, why: 'no darktable reads that' });
    const blend = item.enabled && blends(item) ? tooNew(BLEND_VERSIONS, item.blendopVersion, darktable) : null;
    if (blend !== null) {
      const what = `${name} has blend parameters of version ${item.blendopVersion}`;
      found.push({ field: `${at}.blendop_version`, what, why: `${blend}; its mask would be lost` });
    }
  }
  for (const form of masksInForce(sidecar)) {
    const why = tooNew(FORM_VERSIONS, form.maskVersion, darktable);
    if (why === null) continue;
    const field = `masks[${sidecar.masks.indexOf(form)}].mask_version`;
    found.push({ field, what: `the form "${form.maskName}" is of version ${form.maskVersion}`, why });
  }
  return found;
}

/** @throws ChemigramError unsupported_by_darktable naming the first three things that would be lost, and the field of the first */
export function refuseUnreadable(sidecar: Sidecar, darktable: string): void {
  const found = unreadableBy(sidecar, darktable);
  if (found.length === 0) return;
  const more = found.length > NAMED ? `; and ${found.length - NAMED} more` : '';
  throw new ChemigramError(
    'unsupported_by_darktable',
    `darktable ${darktable} would lose edits: ${found
      .slice(0, NAMED)
      .map(({ what, why }) => `${what} (${why})`)
      .join('; ')}${more}.`,
    {
      field: found[0]!.field,
      hint: 'Use the darktable that wrote the edits: set CHEMIGRAM_DARKTABLE to its darktable-cli.',
    },
  );
}

/** 4.2 drops a module without parameters: "version mismatch: history is 6, darktable is 6". */
const NO_PARAMS_SINCE = '5.0';

/** As many as a person reads. */
const NAMED = 3;

/**
 * Why a darktable cannot run this version of a module ("darktable 4.2.1 does not have it; 5.0.1 is needed"); null where it
 * can, or where that cannot be known because it is newer than those of the table.
 * @param darktable its version, `4.2.1`
 */
export const moduleTooNew = (operation: string, version: number, darktable: string): string | null =>
  tooNew(MODULE_VERSIONS.get(operation) ?? [0, 0, 0], version, darktable);

/** Why a version is too new for this darktable, or null where it is not, or where that cannot be known. */
function tooNew(versions: VersionPerRelease, asked: number, darktable: string): string | null {
  const newest = newestOf(versions, darktable);
  if (newest === null || asked <= newest) return null;
  const reads =
    newest === 0 ? `darktable ${darktable} does not have it` : `darktable ${darktable} reads up to ${newest}`;
  const by = versions.findIndex((version) => version >= asked);
  return `${reads}; ${by === -1 ? `one newer than ${RELEASES.at(-1)!}` : RELEASES[by]!} is needed`;
}

/** The newest version that this darktable may read; null for a darktable newer than those of the table. */
function newestOf(versions: VersionPerRelease, darktable: string): number | null {
  const at = RELEASES.findIndex((release) => !isNewer(darktable, release));
  return at === -1 ? null : versions[at]!;
}

/** By the first two numbers: a release's corrections change no version. */
function isNewer(a: string, b: string): boolean {
  const [[aMajor = 0, aMinor = 0], [bMajor = 0, bMinor = 0]] = [a, b].map((text) => text.split('.').map(Number)) as [
    number[],
    number[],
  ];
  return aMajor > bMajor || (aMajor === bMajor && aMinor > bMinor);
}

/** "has 1 bytes of parameters where version 6 has 24", for modules whose layout is known. */
function wrongLength({ operation, modversion, params }: HistoryItem): string | null {
  if (params === '') return null;
  const length = blobLength(params);
  if (length === null) return 'has parameters that cannot be decoded';
  const codec = MODULES.find((known) => known.operation === operation && known.version === modversion);
  return codec === undefined || length === codec.byteLength
    ? null
    : `has ${length} bytes of parameters where version ${modversion} has ${codec.byteLength}`;
}
