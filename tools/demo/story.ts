/** What the demo asks for, as data: the words of a photographer, and the mask and strength that a model makes of them. */
import type { MaskName, Scene } from '@chemigram/scene';

/** The preview that positions are read from, as render_preview's answer gives it for a mask_spec. */
export interface Coords {
  width: number;
  height: number;
}

export interface Step {
  id: string;
  /** What the photographer says. */
  said: string;
  /** Where, in words, for the page. */
  where: string;
  primitive: string;
  value: number;
  unit: string;
  /** The mask_spec in pixels of that preview. */
  mask: (coords: Coords) => object;
  /** The region of the generated scene that was meant; unknown for a photo of one's own. */
  meant?: MaskName;
}

type Fraction = readonly [x: number, y: number];

/** Fractions of the picture as whole pixels of the preview: what a vision model would point at. */
function pixels(points: readonly Fraction[], { width, height }: Coords): number[][] {
  return points.map(([x, y]) => [Math.round(x * width), Math.round(y * height)]);
}

/** The waterline and the shore of the generated scene, read off its preview. */
const SEA: readonly Fraction[] = [
  [0, 0.428],
  [1, 0.428],
  [1, 0.655],
  [0.935, 0.645],
  [0.88, 0.652],
  [0.78, 0.642],
  [0.7, 0.628],
  [0.61, 0.625],
  [0.565, 0.632],
  [0.53, 0.625],
  [0.49, 0.632],
  [0.44, 0.645],
  [0.4, 0.66],
  [0.365, 0.69],
  [0.325, 0.735],
  [0.29, 0.775],
  [0.255, 0.795],
  [0.215, 0.812],
  [0.17, 0.84],
  [0.145, 0.856],
  [0.095, 0.85],
  [0.04, 0.86],
  [0, 0.866],
];

/** The island on the horizon. */
const ISLAND: readonly Fraction[] = [
  [0.5, 0.43],
  [0.52, 0.402],
  [0.575, 0.385],
  [0.645, 0.389],
  [0.715, 0.377],
  [0.8, 0.343],
  [0.852, 0.319],
  [0.9, 0.317],
  [0.945, 0.302],
  [0.975, 0.299],
  [1, 0.289],
  [1, 0.43],
];

/** The three wishes for the generated scene. */
export function iguanaStory(scene: Scene): Step[] {
  const animal = (coords: Coords): object => ({
    dt_form: 'path',
    dt_params: { vertices: pixels(scene.outline, coords), border: 2 },
    coords,
  });
  return [
    {
      id: 'face',
      said: 'Lift the iguana’s face by half a stop.',
      where: 'an ellipse about the head, cut to the animal’s outline',
      primitive: 'exposure',
      value: 0.5,
      unit: 'EV',
      meant: 'face',
      mask: (coords) => {
        const { center_x, center_y, radius_x, radius_y } = scene.faceEllipse;
        const [[x, y], [rx, ry]] = pixels(
          [
            [center_x, center_y],
            [radius_x, radius_y],
          ],
          coords,
        ) as [number[], number[]];
        const params = {
          center_x: x,
          center_y: y,
          radius_x: rx,
          radius_y: ry,
          border: Math.round(coords.height * 0.02),
        };
        return {
          kind: 'compose',
          operation: 'intersect',
          operands: [{ dt_form: 'ellipse', dt_params: params, coords }, animal(coords)],
        };
      },
    },
    {
      id: 'sky',
      said: 'Cool the sky, and leave the iguana alone.',
      where: 'all above the horizon, without the animal and the island',
      primitive: 'warmth',
      value: -45,
      unit: '%',
      meant: 'sky',
      mask: (coords) => ({
        kind: 'compose',
        operation: 'subtract',
        operands: [
          {
            dt_form: 'gradient',
            dt_params: {
              anchor_x: Math.round(coords.width / 2),
              anchor_y: Math.round(coords.height * 0.412),
              rotation: 0,
              compression: 0.06,
              state: 1,
            },
            coords,
          },
          animal(coords),
          { dt_form: 'path', dt_params: { vertices: pixels(ISLAND, coords), border: 3 }, coords },
        ],
      }),
    },
    {
      id: 'sea',
      said: 'Deepen the sea a little.',
      where: 'the water from the horizon to the shore, without the animal',
      primitive: 'exposure',
      value: -0.4,
      unit: 'EV',
      meant: 'sea',
      mask: (coords) => ({
        kind: 'compose',
        operation: 'subtract',
        operands: [
          { dt_form: 'path', dt_params: { vertices: pixels(SEA, coords), border: 4 }, coords },
          animal(coords),
        ],
      }),
    },
  ];
}

/** Three wishes that make some sense for any photo. */
export const ANY_PHOTO: readonly Step[] = [
  {
    id: 'centre',
    said: 'Lift the middle by half a stop.',
    where: 'an ellipse about the centre',
    primitive: 'exposure',
    value: 0.5,
    unit: 'EV',
    mask: () => ({
      dt_form: 'ellipse',
      dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.22, radius_y: 0.26, border: 0.1 },
    }),
  },
  {
    id: 'top',
    said: 'Cool the top of the picture.',
    where: 'a gradient from the top down to a third',
    primitive: 'warmth',
    value: -40,
    unit: '%',
    mask: () => ({ dt_form: 'gradient', dt_params: { anchor_x: 0.5, anchor_y: 0.33, rotation: 0, compression: 0.3 } }),
  },
  {
    id: 'shadows',
    said: 'Open the shadows.',
    where: 'what is dark in the picture',
    primitive: 'exposure',
    value: 0.4,
    unit: 'EV',
    mask: () => ({ range_filter: { kind: 'luminance', min: 0, max: 0.28, feather: 0.08 } }),
  },
];
