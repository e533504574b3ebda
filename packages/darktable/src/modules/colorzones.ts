import type { ModuleLayout } from './codec.ts';
import { f32, i32, type Field } from './layout.ts';

/** Nodes that a curve has room for. */
const MOST_NODES = 20;
/**
 * Where the eight colours stand on the hue circle of Lab (D50), in turns, rising as darktable wants its nodes: those of HSL
 * saturation 0.5 and lightness 0.5 at the hues 0, 30, 60, 120, 180, 220, 275 and 310 degrees.
 */
const COLOURS = {
  red: 0.0832,
  orange: 0.1794,
  yellow: 0.2793,
  green: 0.3801,
  aqua: 0.5469,
  blue: 0.7714,
  purple: 0.8658,
  magenta: 0.9253,
} as const;
const NODES = Object.keys(COLOURS).length;
/** A curve's height where it changes nothing. */
const REST = 0.5;

/** A curve's first eight nodes are those of the colours; `CURVE_COLOUR` is the height, `CURVE_COLOUR_at` the place. */
const curve = (name: string): Field[] => [
  ...Object.entries(COLOURS).flatMap(([colour, at]) => [
    f32(`${name}_${colour}_at`, at, 0, 1),
    f32(`${name}_${colour}`, REST, 0, 1),
  ]),
  f32(
    `${name}_further`,
    Array.from({ length: 2 * (MOST_NODES - NODES) }, () => 0),
  ),
];

/**
 * Color zones: curves of lightness, chroma and hue, here over hue, in Lab. Its defaults in this layout are not darktable's
 * (a flat curve of two nodes) but as flat a curve with a node for each colour.
 */
export const COLORZONES_V5: ModuleLayout = {
  operation: 'colorzones',
  version: 5,
  blendColorspace: 'lab',
  masks: true,
  fields: [
    /** What the curves run over: 0 lightness, 1 chroma, 2 hue. */
    i32('channel', 2, 0, 2),
    ...['lightness', 'chroma', 'hue'].flatMap(curve),
    i32('nodes', [NODES, NODES, NODES], 0, MOST_NODES),
    /** 0 cubic, 1 Catmull-Rom, 2 monotone: without overshoot. */
    i32('interpolation', [2, 2, 2], 0, 2),
    f32('strength', 0, -200, 200),
    /** 0 smooth, 1 strong. */
    i32('mode', 0, 0, 1),
    /** 1: curves that close around the circle. */
    i32('splines_version', 1, 0, 1),
  ],
};
