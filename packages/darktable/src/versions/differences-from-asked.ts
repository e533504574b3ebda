/** Whether darktable loaded what it was asked to: the history that a picture carries, against the one it was made from. */
import { MASK_MODE, readBlend, type BlendParams } from '../blend/blend-params.ts';
import { decodeBlob } from '../bytes/encoding.ts';
import { masksInForce } from '../sidecar/history.ts';
import type { HistoryItem } from '../sidecar/history-item.ts';
import { blends, finalItems, instanceKey, instanceName } from '../sidecar/instances.ts';
import { orderOf } from '../order/iop-order.ts';
import { MODULES } from '../modules/index.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';

/**
 * What of a sidecar's edits in force came back otherwise than asked, in words that name module and instance; empty when
 * all is there. darktable writes into an exported picture what it loaded, brought to its own versions: edits that it
 * dropped are missing, and those of a version or length that it did not know hold other bytes.
 *
 * Compared are the presence of every enabled instance; its parameters where the version is the same, else the fields
 * that both versions name; its blending; every form; and the sequence of the instances in the pipe. What darktable adds
 * of its own is not looked at.
 * @param asked the sidecar that was given
 * @param loaded the one inside the exported picture
 */
export function differencesFromAsked(asked: Sidecar, loaded: Sidecar): string[] {
  const there = new Map(finalItems(loaded).map((item) => [instanceKey(item), item]));
  const wanted = finalItems(asked).filter(({ enabled }) => enabled);
  const found: string[] = [];
  for (const item of wanted) {
    const other = there.get(instanceKey(item));
    const difference = other === undefined ? 'is missing' : differenceOf(item, other);
    if (difference !== null) found.push(`${instanceName(item)} ${difference}`);
  }
  found.push(...differentForms(asked, loaded));
  const misplaced = firstMisplaced(asked, loaded, wanted);
  if (misplaced !== null) found.push(misplaced);
  return found;
}

function differenceOf(asked: HistoryItem, loaded: HistoryItem): string | null {
  if (!loaded.enabled) return 'is switched off';
  if (loaded.modversion < asked.modversion) {
    return `has parameters of version ${asked.modversion} and was read as version ${loaded.modversion}`;
  }
  if (!sameParams(asked, loaded)) return 'has other parameters';
  if (blendOf(loaded) !== null && loaded.blendopVersion < asked.blendopVersion && blends(asked)) {
    return `has blend parameters of version ${asked.blendopVersion} and was read as version ${loaded.blendopVersion}`;
  }
  const fields = differentBlend(asked, loaded);
  return fields.length === 0 ? null : `is blended otherwise (${fields.join(', ')})`;
}

/** None at all stand for the module's defaults, whatever they are. */
function sameParams(asked: HistoryItem, loaded: HistoryItem): boolean {
  if (asked.params === '') return true;
  const [a, b] = [decodeBlob(asked.params), decodeBlob(loaded.params)];
  if (asked.modversion === loaded.modversion) return Buffer.compare(a, b) === 0;
  const [old, now] = [asked, loaded].map((item) =>
    MODULES.find((codec) => codec.operation === item.operation && codec.version === item.modversion),
  );
  if (old === undefined || now === undefined) return true;
  const [before, after] = [old.read(a), now.read(b)];
  return Object.keys(before).every(
    (name) => !(name in after) || JSON.stringify(before[name]) === JSON.stringify(after[name]),
  );
}

/**
 * Fields of the blending that no version of darktable rewrites while upgrading. Left out: maskCombine (rewritten in
 * 12), rasterMaskId (0 became -1), featherVersion.
 */
const KEPT_BLEND: readonly (keyof BlendParams)[] = [
  'maskMode',
  'blendCst',
  'blendMode',
  'blendParameter',
  'opacity',
  'blendif',
  'blendifParameters',
  'blendifBoostFactors',
];
/** Beside those, when a mask of that kind is in use. */
const BY_MODE: ReadonlyArray<readonly [mode: number, fields: readonly (keyof BlendParams)[]]> = [
  [MASK_MODE.DRAWN, ['maskId']],
  [MASK_MODE.RASTER, ['rasterMaskSource', 'rasterMaskInstance', 'rasterMaskInvert']],
];

/** Before 14 it did nothing beside a raster mask, and bringing it to 14 switches it off there. */
const REFINEMENT: readonly (keyof BlendParams)[] = [
  'featheringRadius',
  'blurRadius',
  'contrast',
  'brightness',
  'details',
];

/** Blending before version 11 is brought to other units; blending that is off means nothing. */
function differentBlend(asked: HistoryItem, loaded: HistoryItem): (keyof BlendParams)[] {
  const [a, b] = [blendOf(asked), blendOf(loaded)];
  if (a === null || b === null || a.maskMode === MASK_MODE.OFF) return [];
  const fields = [...KEPT_BLEND, ...BY_MODE.flatMap(([mode, more]) => ((a.maskMode & mode) === 0 ? [] : more))];
  if ((a.maskMode & MASK_MODE.RASTER) === 0) fields.push(...REFINEMENT);
  if (asked.blendopVersion === loaded.blendopVersion) fields.push('maskCombine');
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}

function blendOf({ blendopVersion, blendopParams }: HistoryItem): BlendParams | null {
  try {
    return readBlend(blendopVersion, decodeBlob(blendopParams));
  } catch {
    return null;
  }
}

/** darktable knows forms by their ids; all that are in force must be there. */
function differentForms(asked: Sidecar, loaded: Sidecar): string[] {
  const there = new Map(masksInForce(loaded).map((form) => [form.maskId, form]));
  return masksInForce(asked).flatMap((form) => {
    const other = there.get(form.maskId);
    const name = `the form "${form.maskName}" (${form.maskId})`;
    if (other === undefined) return [`${name} is missing`];
    // A form of an older version is brought to the present one.
    if (other.maskVersion !== form.maskVersion) return [];
    const same =
      other.maskType === form.maskType &&
      other.nb === form.nb &&
      Buffer.compare(decodeBlob(other.points), decodeBlob(form.points)) === 0;
    return same ? [] : [`${name} is another one`];
  });
}

/** Whether the enabled instances run in the sequence that was asked for. */
function firstMisplaced(asked: Sidecar, loaded: Sidecar, wanted: readonly HistoryItem[]): string | null {
  const position = new Map(orderOf(loaded).map(({ operation, instance }, i) => [`${operation},${instance}`, i]));
  const keys = new Set(wanted.map(instanceKey));
  const sequence = orderOf(asked)
    .map(({ operation, instance }) => `${operation},${instance}`)
    .filter((key) => keys.has(key) && position.has(key));
  const at = sequence.findIndex((key, i) => i > 0 && position.get(key)! < position.get(sequence[i - 1]!)!);
  return at === -1
    ? null
    : `${sequence[at]!.replace(',', ' ')} runs before ${sequence[at - 1]!.replace(',', ' ')}, not after it`;
}
