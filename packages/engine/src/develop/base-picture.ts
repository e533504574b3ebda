import {
  appendHistory,
  encodeBlob,
  LINEAR_REC2020,
  MASK_MODE,
  maskModeOf,
  moduleCodec,
  workingProfile,
} from '@chemigram/darktable';
import type { HistoryItem, NewHistoryItem, Sidecar } from '@chemigram/darktable';
import { baselineFrom, baselineUpTo, withoutModules } from './baseline.ts';
import { developSidecar } from './development.ts';
import type { Layer } from './development.ts';
import { stageOf } from './stages.ts';
import type { Stage } from './stages.ts';

/**
 * A base picture is the photo up to where the moves of the scene begin, displayed, linear, at the size of a preview. What
 * comes after it is developed on it in a tenth of the time that the raw takes: its sensor data need not be read again.
 *
 * A module gives the same on it as on the raw where it looks at a pixel alone, or scales what it looks at by the picture.
 * Those that were measured to are named here; a development with any other is made from the raw. (Not hazeremoval: of the
 * last digits of its input its estimate of the haze jumps, by up to 19 of 255 behind other moves.)
 */
export const SAME_ON_BASE: readonly string[] = [
  'exposure',
  'toneequal',
  'channelmixerrgb',
  'colorbalancergb',
  'colorequal',
  'colorzones',
  'vignette',
  'sigmoid',
  'filmicrgb',
  'agx',
  'bilat',
];

/** Stages whose moves are in the base picture. */
export const BELOW: readonly Stage[] = ['geometry', 'repair', 'clean'];
const isBelow = ({ operation }: Pick<Layer, 'operation'>): boolean => BELOW.includes(stageOf(operation));

/** The moves that are in the base picture. */
export const belowOf = (layers: readonly Layer[]): readonly Layer[] => layers.filter(isBelow);

/** The moves that are developed on it. */
export const aboveOf = (layers: readonly Layer[]): readonly Layer[] => layers.filter((layer) => !isBelow(layer));

/** The sidecar of the base picture that a development stands on. */
export const basePicture = (baseline: Sidecar, layers: readonly Layer[]): string =>
  developSidecar(baselineUpTo(baseline, 'scene'), belowOf(layers));

/** The moves of the scene: linear in, linear out, so that a base picture can be cut behind any of them. */
export const sceneOf = (layers: readonly Layer[]): readonly Layer[] =>
  layers.filter(({ operation }) => stageOf(operation) === 'scene');

/**
 * The sidecars that make of a base picture what a development is, one upon the other: each but the last makes a further
 * base picture.
 * @param layers of which the masks are said in the frame of the base picture
 * @param depths how many moves of the scene the further base pictures hold, rising; none for the picture at once
 */
export function onBasePicture(baseline: Sidecar, layers: readonly Layer[], depths: readonly number[] = []): string[] {
  const colours = takenAsLinear(baseline);
  const bare = appendHistory(
    withoutModules(baseline, () => true),
    [colours],
  );
  const scene = sceneOf(layers);
  const further = depths.map((depth, i) => developSidecar(bare, scene.slice(depths[i - 1] ?? 0, depth)));
  const below = new Set(scene.slice(0, depths.at(-1) ?? 0));
  const rest = aboveOf(layers).filter((layer) => !below.has(layer));
  return [...further, developSidecar(appendHistory(baselineFrom(baseline, 'scene'), [colours]), rest)];
}

/** Why a development cannot be made of a base picture; null where it can. */
export function whyNotOnBase(baseline: Sidecar, layers: readonly Layer[]): string | null {
  for (const item of baselineFrom(baseline, 'scene').history) {
    if (!SAME_ON_BASE.includes(item.operation)) return `${item.operation} of the photo's own edit`;
    if (isMasked(item)) return `a mask of the photo's own edit, at ${item.operation}`;
  }
  for (const layer of aboveOf(layers)) {
    if (layer.stored !== undefined) return `${layer.operation} of an imported style`;
    if (!SAME_ON_BASE.includes(layer.operation)) return layer.operation;
    if (layer.blend.details !== 0) return 'a mask of details';
  }
  return null;
}

const isMasked = (item: HistoryItem): boolean => (maskModeOf(item) & ~MASK_MODE.ENABLED) !== 0;

/** The base picture's own colours: linear Rec. 2020, into the working profile that the photo has. */
function takenAsLinear(baseline: Sidecar): NewHistoryItem {
  const codec = moduleCodec('colorin');
  return {
    operation: 'colorin',
    enabled: true,
    modversion: codec.version,
    params: encodeBlob(codec.write({ type: LINEAR_REC2020, ...workingProfile(baseline) })),
    multiName: '',
    multiPriority: 0,
    blendopVersion: 0,
    blendopParams: '',
    extra: {},
  };
}
