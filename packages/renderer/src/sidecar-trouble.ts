import { decodeBlob, parseSidecar } from '@chemigram/darktable';

/**
 * The newest blend parameters that a darktable reads, by its first two numbers, newest first: measured with
 * `-d params`, which says whether a version is its own. A newer one is replaced by "no mask", without a word in the log.
 */
const NEWEST_BLEND: ReadonlyArray<readonly [from: readonly [number, number], version: number]> = [
  [[5, 4], 14],
  [[5, 0], 13],
  [[4, 2], 11],
];

/**
 * What this darktable would leave out of a sidecar without saying so: masks and blending written by a newer one.
 * @param version of darktable, `4.2.1`
 */
export function sidecarTrouble(xmp: string, version: string): string[] {
  const newest = newestBlend(version);
  const asked = [...xmp.matchAll(/blendop_version\s*=\s*"(\d+)"/g)].map((match) => Number(match[1]));
  if (newest === null || !asked.some((found) => found > newest)) return [];
  return parseSidecar(xmp)
    .history.filter((item) => item.enabled && item.blendopVersion > newest && blends(item.blendopParams))
    .map(
      ({ operation, blendopVersion }) =>
        `${operation} has blend parameters of version ${blendopVersion}; darktable ${version} reads up to ${newest} and would drop its mask`,
    );
}

/** The mask mode stands first; 0 is "off", which is also what a dropped one becomes. */
function blends(params: string): boolean {
  const bytes = decodeBlob(params);
  return bytes.length < 4 || new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== 0;
}

/** Null for a darktable newer than those measured: it may read more. */
function newestBlend(version: string): number | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const at = NEWEST_BLEND.findIndex(([[first, second]]) => major > first || (major === first && minor >= second));
  if (at === -1) return null;
  const [[first, second], blend] = NEWEST_BLEND[at]!;
  return at === 0 && (major > first || minor > second) ? null : blend;
}
