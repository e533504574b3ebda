import {
  BLEND_CST,
  LINEAR_REC2020,
  moduleCodec,
  uniformBlend,
  withDrawnMask,
  MEMBER_VISIBLE,
} from '@chemigram/darktable';
import type { BlendParams, Form, Sidecar } from '@chemigram/darktable';
import type { FloatPicture } from '@chemigram/renderer';
import { ChemigramError } from '@chemigram/errors';
import type { Layer } from '../develop/development.ts';
import { ownLayer } from '../develop/own-layer.ts';
import { withoutModules } from '../develop/baseline.ts';
import { GEOMETRIC, TECHNICAL } from '../develop/stages.ts';
import { exactStep } from './geometry.ts';
import type { Size } from '@chemigram/mask';
import type { GeometrySamples } from './geometry.ts';

/**
 * How darktable is asked for its geometry, in one render: the photo is replaced by an even grey, and three exposures
 * write, each into a channel of its own, a linear gradient that is defined in the stored frame: along x from the left
 * edge, along y from the top edge, and up to the right through the lower right corner. Each displayed pixel then says where
 * in the stored frame it lies, whatever flip, lens, perspective, rotation, crop and raw borders did; all three together say by
 * how much the frame is wider than high, and so, in its diagonals, both: its width alone would say next to nothing of the
 * height of a slender one.
 */

/**
 * Long side of the probe's render. darktable cuts and shifts by whole pixels of the size that it renders, so a small
 * probe would say where the pixels of a small picture lie: at 128 it was three pixels of a 768-pixel picture off.
 */
export const PROBE_SIZE = 768;
/** Every so many pixels of the probe are kept; between them positions are interpolated. */
const KEPT_EVERY = 6;
/** Rows and columns that are kept at least, of a narrow picture's too: of one row nothing can be told but that row. */
const LEAST_KEPT = 3;
/** The least side of a stored frame in its diagonals: of 1 to 256 pixels, and some more. */
const LEAST_SIDE = 0.003;
/** Half width of the gradients in stored diagonals: wider than any frame, so that no pixel is clamped. */
const REACH = 2;
/** Stops by which one exposure darkens the photo; two of them leave nothing that a float could tell. */
const DARKEN_EV = -18;
/** The black level that lifts black to an even grey: out = (in - black) / (1 - black). */
const LIFT_BLACK = -1;
const GREY = -LIFT_BLACK / (1 - LIFT_BLACK);
/** darktable's blend modes that write one channel only. */
const BLEND_CHANNEL = { red: 0x21, green: 0x22, blue: 0x23 } as const;

/** Gradient rotations along which opacity grows with x, with y, and to the right as much as upwards, in darktable's sense. */
const ALONG_X = -90;
const ALONG_Y = 180;
const UP_RIGHT = -45;

/** The masks of the probe. */
export const GRADIENTS = [
  { id: 0x7e000001, rotation: ALONG_X, anchor: [0, 0], channel: 'red' },
  { id: 0x7e000002, rotation: ALONG_Y, anchor: [0, 0], channel: 'green' },
  { id: 0x7e000003, rotation: UP_RIGHT, anchor: [1, 1], channel: 'blue' },
] as const;
type Gradient = (typeof GRADIENTS)[number];
/** From a gradient's id to that of its group. */
const GROUP = 0x100;

/** The part of a baseline that decides the geometry, and what it takes to make a picture of it. */
export function geometryBaseline(baseline: Sidecar): Sidecar {
  return withoutModules(baseline, ({ operation }) => !TECHNICAL.includes(operation) && !GEOMETRIC.includes(operation));
}

/**
 * Layers that replace the photo by an even grey of GREY in every channel, whose channels are those of the render: a photo of
 * before darktable 3.0 is worked on in Rec. 709, and one of these would become some of each.
 */
export function greyLayers(): Layer[] {
  return [
    ownLayer('colorin', 7, { type: LINEAR_REC2020, type_work: LINEAR_REC2020 }),
    exposureLayer({ exposure: DARKEN_EV }, uniformBlend(BLEND_CST.RGB_SCENE)),
    exposureLayer({ exposure: DARKEN_EV }, uniformBlend(BLEND_CST.RGB_SCENE)),
    exposureLayer({ black: LIFT_BLACK }, uniformBlend(BLEND_CST.RGB_SCENE)),
  ];
}

/** A plain exposure through a blend. */
export function exposureLayer(params: Record<string, number>, blend: BlendParams, forms: Layer['forms'] = []): Layer {
  const exposure = moduleCodec('exposure', 6);
  return {
    operation: 'exposure',
    version: exposure.version,
    params: exposure.write({ mode: 0, black: 0, exposure: 0, compensate_exposure_bias: 0, ...params }),
    name: 'probe',
    blend,
    forms,
  };
}

/** One stop through a mask into one channel: three masks are asked for in one render. */
export const oneStopInto = (channel: keyof typeof BLEND_CHANNEL, blend: BlendParams, forms: Layer['forms']): Layer =>
  exposureLayer({ exposure: 1 }, { ...blend, blendMode: BLEND_CHANNEL[channel] }, forms);

/** The opacity that oneStopInto wrote into a channel (0, 1, 2) of the grey. */
export const opacityIn = (picture: FloatPicture, pixel: number, channel: number): number =>
  picture.data[3 * pixel + channel]! / GREY - 1;

/**
 * How far along a gradient an opacity of it lies, in stored diagonals: it is linear, opacity = 0.5 + 0.5 d / REACH. What comes
 * out is not quite, for darktable writes linear light by a curve that is nearly straight: grey of 0.5 becomes 0.500018, one of
 * 0.875 becomes 0.874991. Measured with raws and PNGs of 768 to 6,000 pixels as they are, where distances are known: so
 * much off on 4.2.1, 5.0.1 and 5.4.1, the same in all by 2e-6, and a third of a pixel of 6,000 is 6e-5.
 */
export const distanceOf = (opacity: number): number => ((opacity - 0.5) * 2 * REACH - TOLD.zero) / TOLD.slope;
const TOLD = { zero: -1.78e-5, slope: 1 - 6.1e-5 } as const;

/** The layers to develop geometryBaseline with: linear, at PROBE_SIZE. */
export function probeLayers(): Layer[] {
  return [
    ...greyLayers(),
    ...GRADIENTS.map((gradient) => {
      const { blend, forms } = throughGradient(gradient);
      return oneStopInto(gradient.channel, blend, forms);
    }),
  ];
}

/** A blend through one of the gradients. */
export function throughGradient({ id, rotation, anchor }: Gradient): Pick<Layer, 'blend' | 'forms'> {
  const gradient: Form = {
    kind: 'gradient',
    anchor,
    rotation,
    compression: REACH,
    steepness: 0,
    curvature: 0,
    state: 1,
  };
  const group: Form = {
    kind: 'group',
    members: [{ formId: id, parentId: id + GROUP, state: MEMBER_VISIBLE, opacity: 1 }],
  };
  return {
    blend: withDrawnMask(uniformBlend(BLEND_CST.RGB_SCENE), id + GROUP),
    forms: [
      { id, name: 'probe', form: gradient },
      { id: id + GROUP, name: 'probe', form: group },
    ],
  };
}

/** Another number when something else is made of a probe's picture: places are kept, and told by this one from those read before. */
export const READ_AS = 2;

/**
 * Reads a probe's picture.
 * @param full size of the displayed picture, from darktable's log
 * @throws invalid_input for a photo with pixels that are not numbers, darktable_failed when the picture is not one of the probe
 */
export function readProbe(picture: FloatPicture, { full, scale }: Told): GeometrySamples {
  const { width, height } = picture;
  const distance = (pixel: number, channel: number): number => distanceOf(opacityIn(picture, pixel, channel));
  // The third gradient is none at the lower right corner: what it is ahead of the others there is (width - height) / sqrt 2.
  let ahead = 0;
  for (let i = 0; i < width * height; i++) ahead += (distance(i, 0) - distance(i, 1)) * Math.SQRT1_2 - distance(i, 2);
  ahead /= width * height;
  // Nothing that darktable does to such a pixel makes it grey, so that it tells of no place.
  if (!Number.isFinite(ahead)) {
    throw new ChemigramError(
      'invalid_input',
      'Some pixels of this photo are not numbers (NaN or infinite), and beside those no mask or crop can be placed.',
      {
        field: 'image_id',
        hint: 'Save the photo anew with these pixels filled, or as a TIFF of 16 bits, and ingest that file.',
      },
    );
  }
  // In diagonals a frame is as wide and high as cosine and sine of one angle: of 45 degrees more the cosine is what was read.
  const angle = Math.acos(ahead) - Math.PI / 4;
  const stored = { width: Math.cos(angle), height: Math.sin(angle) };
  if (!(Math.min(stored.width, stored.height) > LEAST_SIDE)) {
    throw new ChemigramError('darktable_failed', 'The probe of the photo’s geometry came back without its gradients.', {
      hint: 'Please report this with the camera and the darktable version.',
    });
  }
  const step = stepOf({ full, scale }, { width, height, stored }, distance);
  const every = Math.max(1, Math.min(KEPT_EVERY, Math.floor((Math.min(width, height) - 1) / (LEAST_KEPT - 1))));
  const columns = Math.floor((width - 1) / every) + 1;
  const rows = Math.floor((height - 1) / every) + 1;
  return {
    displayed: { width: full.width, height: full.height },
    stored,
    columns,
    rows,
    step: step * every,
    // darktable takes a form at the corner of each pixel of the scaled picture; to us it belongs to the pixel's centre.
    origin: 0.5 * exactStep(full),
    points: Array.from({ length: 2 * columns * rows }, (_, i) => {
      const [column, row] = [(i >> 1) % columns, Math.floor((i >> 1) / columns)];
      return distance(every * (row * width + column), i & 1);
    }),
  };
}

/** What darktable's log tells of a render: the displayed picture's full size, and 4.2 also the scale that it took. */
interface Told {
  readonly full: Size;
  readonly scale: number | null;
}

/** Full-size pixels that may lie between a corner that was told by gradients and the real one. */
const CORNER_TOLERANCE_PX = 0.3;

/**
 * Full-size displayed pixels per pixel of the probe, as the picture is shown.
 *
 * 4.2 enlarges a picture a little over what fits the box, by one pixel of the full size, when it fears to read beyond
 * the right or lower border. Where it fears so at every size (displayed width or height, begun at where the displayed
 * picture's first corner is stored, reach beyond the stored frame: turned pictures, lens correction), all pictures of it
 * are that much enlarged, and it belongs to the geometry; where only this size's rounding is the cause, it is this
 * probe's alone.
 */
function stepOf(
  { full, scale }: Told,
  { width, height, stored }: Size & { readonly stored: Size },
  distance: (pixel: number, channel: number) => number,
): number {
  if (scale === null) return Math.max(full.width, full.height) / Math.max(width, height);
  const fitting = Math.min(1, PROBE_SIZE / Math.max(full.width, full.height));
  const right = width - 1;
  const along = Math.hypot(distance(right, 0) - distance(0, 0), distance(right, 1) - distance(0, 1));
  const perPixel = (along / right) * scale;
  const reaches = (side: number, corner: number, stored: number): boolean =>
    side + corner / perPixel > stored / perPixel + CORNER_TOLERANCE_PX;
  const always =
    reaches(full.width, distance(0, 0), stored.width) || reaches(full.height, distance(0, 1), stored.height);
  const byRounding = (side: number): boolean => Math.ceil(Math.floor(fitting * side + 0.8) / fitting) > side;
  const alone = !always && (byRounding(full.width) || byRounding(full.height));
  return 1 / (alone ? scale : Math.min(scale, fitting));
}
