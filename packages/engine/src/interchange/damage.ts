import { ChemigramError } from '@chemigram/errors';
import { blobLength, decodeBlob, MODULES, moduleTooNew, readBlend, RELEASES } from '@chemigram/darktable';
import type { HistoryItem } from '@chemigram/darktable';

/** Of modules and of blending. */
const FIRST_VERSION = 1;
const NEWEST = RELEASES.at(-1)!;

/** What no darktable that is known reads, nor wrote: a file that was cut short, or changed by hand; null where there is none. */
export function damageOf(item: HistoryItem): string | null {
  const { operation, modversion, params, multiPriority, blendopVersion, blendopParams } = item;
  if (moduleTooNew(operation, FIRST_VERSION, NEWEST) !== null) return `no darktable up to ${NEWEST} has such a module`;
  if (Math.min(modversion, blendopVersion) < FIRST_VERSION) {
    return `its version is ${Math.min(modversion, blendopVersion)}, which no darktable writes: the file is damaged`;
  }
  if (multiPriority < 0) return `it is instance ${multiPriority}, which no darktable writes: the file is damaged`;
  return blobLength(params) === null || blobLength(blendopParams) === null
    ? 'its parameters cannot be decoded: the file is damaged'
    : (damagedNumbers(item) ?? damagedBlending(item));
}

/** Of a module whose parameters are known: darktable takes numbers that are none, and the picture is black. */
function damagedNumbers({ operation, modversion, params }: HistoryItem): string | null {
  const codec = MODULES.find((known) => known.operation === operation && known.version === modversion);
  if (codec === undefined) return null;
  const bytes = decodeBlob(params);
  if (bytes.length !== codec.byteLength) {
    return `its parameters have ${bytes.length} bytes, and version ${modversion} has ${codec.byteLength}: the file is damaged`;
  }
  return noNumberIn(codec.read(bytes));
}

function damagedBlending({ blendopVersion, blendopParams }: HistoryItem): string | null {
  if (blendopParams === '') return null;
  try {
    readBlend(blendopVersion, decodeBlob(blendopParams));
  } catch (error) {
    // One of another version is carried as it is.
    if (error instanceof ChemigramError && error.code !== 'unsupported_by_darktable') {
      return `its blending is damaged: ${error.message}`;
    }
  }
  return null;
}

function noNumberIn(params: object): string | null {
  const broken = Object.entries(params).find(([, value]) => [value].flat().some((each) => isNoNumber(each)));
  return broken === undefined
    ? null
    : `its ${broken[0]} is ${String(broken[1])}, which is no number: the file is damaged`;
}

const isNoNumber = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);
