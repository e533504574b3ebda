import { BLEND_CST, blendDefaults, decodeBlob, encodeBlob, finalItems, moduleCodec } from '@chemigram/darktable';
import type { Sidecar } from '@chemigram/darktable';
import type { Size } from '@chemigram/mask';
import type { Layer } from './development.ts';
import type { Frame } from './frame.ts';
import { isTurned, signsOf, turnBetween, UPRIGHT } from './orientation.ts';
import type { Orientation } from './orientation.ts';

/** What it takes to know how a picture lies in a frame, beside how it lies in another. */
export interface AskFrame {
  orientation(frame: Frame): Orientation;
  displayed(frame: Frame): Promise<Size>;
}

/** Only this one is of a whole picture, has a direction in it and stands behind the orientation in the pipe. */
export const GRADUATED = 'graduatednd';

/** The graduated densities of a photo's own edit as layers, which take their places where the picture is turned. */
export const ownDensities = (baseline: Sidecar): Layer[] =>
  finalItems(baseline)
    .filter(({ operation, enabled }) => operation === GRADUATED && enabled)
    .map(({ num: _num, ...item }) => ({
      operation: GRADUATED,
      version: item.modversion,
      params: decodeBlob(item.params),
      name: item.multiName,
      blend: blendDefaults(BLEND_CST.NONE),
      forms: [],
      single: true,
      stored: { item, forms: [], frame: [] },
    }));

/**
 * Layers as they are in a frame: a graduated density of an imported style, or of the photo's own edit, stays on what it was put on when the picture is
 * turned by quarters or mirrored afterwards, as masks do; darktable would leave it lying as it did. Of the same layers the
 * same list where nothing is turned.
 */
export async function turnedLayers(layers: readonly Layer[], frame: Frame, ask: AskFrame): Promise<readonly Layer[]> {
  const turns = layers.map(({ operation, stored }) =>
    operation === GRADUATED && stored !== undefined
      ? turnBetween(ask.orientation(stored.frame), ask.orientation(frame))
      : UPRIGHT,
  );
  if (turns.every((turn) => turn === UPRIGHT)) return layers;
  const shown = await ask.displayed(frame);
  return layers.map((layer, i) => (turns[i] === UPRIGHT ? layer : turned(layer, turns[i]!, shown)));
}

function turned(layer: Layer, by: Orientation, shown: Size): Layer {
  const { item } = layer.stored!;
  const codec = moduleCodec(GRADUATED, item.modversion);
  const density = codec.read(decodeBlob(item.params)) as Density;
  const params = codec.write({ ...density, ...densityTurned(density, by, shown) });
  return { ...layer, params, stored: { ...layer.stored!, item: { ...item, params: encodeBlob(params) } } };
}

interface Density {
  readonly rotation: number;
  readonly hardness: number;
  readonly [name: string]: number;
}

const RADIANS = Math.PI / 180;
/** darktable's step goes over by this much less of the picture for each per cent of hardness, of 0.5 (src/iop/graduatednd.c). */
const [SOFTEST, HARDER] = [0.5, 0.0045];

/**
 * The same density on a turned picture. darktable measures places from the middle by half the width and half the height, so
 * that its angle turns by quarters in any picture; and its softness by the height, which was the width before.
 */
function densityTurned(
  { rotation, hardness }: Pick<Density, 'rotation' | 'hardness'>,
  by: Orientation,
  shown: Size,
): Pick<Density, 'rotation' | 'hardness'> {
  const { x, y } = signsOf(by);
  // Where it is light, from the middle.
  const towards = [-x * Math.sin(rotation * RADIANS), -y * Math.cos(rotation * RADIANS)] as const;
  const [across, down] = isTurned(by) ? [towards[1], towards[0]] : towards;
  const softer = isTurned(by) ? shown.height / shown.width : 1;
  return {
    rotation: -Math.atan2(across, -down) / RADIANS,
    hardness: Math.min(100, Math.max(0, (SOFTEST - softer * (SOFTEST - HARDER * hardness)) / HARDER)),
  };
}
