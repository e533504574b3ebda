import { type Point, smoothOutline } from './outline.ts';

/**
 * A marine iguana in profile, facing left. All positions in heights of the picture, x to the right, y down, on a frame
 * 1.5 heights wide; drawn by hand after photographs, so the numbers have no other source than the eye.
 */

/** From the snout over the back to the tip of the tail, and back below. */
const BODY: readonly Point[] = [
  [0.546, 0.392], // snout
  [0.556, 0.366],
  [0.578, 0.345],
  [0.6, 0.325], // brow
  [0.626, 0.314],
  [0.654, 0.32],
  [0.68, 0.338], // back of the head
  [0.706, 0.364], // nape
  [0.742, 0.396],
  [0.79, 0.424], // shoulder
  [0.85, 0.443],
  [0.915, 0.453], // back
  [0.98, 0.466],
  [1.04, 0.488],
  [1.09, 0.52], // root of the tail
  [1.15, 0.562],
  [1.22, 0.6],
  [1.3, 0.62],
  [1.37, 0.612],
  [1.43, 0.582],
  [1.468, 0.538], // tip
  [1.45, 0.59],
  [1.4, 0.636],
  [1.32, 0.66],
  [1.22, 0.656],
  [1.13, 0.64],
  [1.05, 0.628],
  [0.96, 0.624], // belly
  [0.88, 0.616],
  [0.81, 0.598],
  [0.765, 0.57], // chest
  [0.735, 0.53],
  [0.714, 0.488],
  [0.694, 0.458], // throat
  [0.67, 0.448],
  [0.645, 0.444],
  [0.612, 0.44], // jaw
  [0.578, 0.43],
  [0.553, 0.416],
];
/** Spans of BODY that carry the crest: from the back of the head to the middle of the tail. */
const CREST_FROM = 5;
const CREST_TO = 18;

/** Foreleg near to the viewer: shoulder, elbow behind, forearm, spread toes. */
const FORELEG: readonly Point[] = [
  [0.772, 0.5],
  [0.8, 0.482],
  [0.838, 0.492],
  [0.862, 0.53],
  [0.872, 0.575],
  [0.858, 0.61],
  [0.83, 0.64],
  [0.81, 0.664],
  [0.806, 0.684],
  [0.79, 0.688],
  [0.776, 0.682],
  [0.766, 0.7],
  [0.756, 0.686],
  [0.742, 0.702],
  [0.734, 0.686],
  [0.716, 0.694],
  [0.728, 0.67],
  [0.752, 0.66],
  [0.776, 0.648],
  [0.79, 0.622],
  [0.806, 0.592],
  [0.79, 0.555],
  [0.772, 0.528],
];

/** Hind leg near to the viewer: thigh, knee in front, shin, long toes. */
const HINDLEG: readonly Point[] = [
  [0.985, 0.528],
  [1.03, 0.512],
  [1.08, 0.53],
  [1.1, 0.57],
  [1.09, 0.612],
  [1.05, 0.632],
  [1.035, 0.652],
  [1.046, 0.676],
  [1.04, 0.692],
  [1.01, 0.698],
  [0.98, 0.694],
  [0.958, 0.708],
  [0.95, 0.694],
  [0.922, 0.706],
  [0.916, 0.692],
  [0.89, 0.698],
  [0.904, 0.676],
  [0.945, 0.67],
  [0.985, 0.664],
  [0.985, 0.648],
  [0.96, 0.625],
  [0.952, 0.585],
];

/** Foreleg far from the viewer, set forward. */
const FAR_FORELEG: readonly Point[] = [
  [0.74, 0.53],
  [0.775, 0.53],
  [0.784, 0.57],
  [0.762, 0.61],
  [0.728, 0.636],
  [0.706, 0.652],
  [0.692, 0.674],
  [0.68, 0.658],
  [0.664, 0.676],
  [0.658, 0.658],
  [0.636, 0.664],
  [0.654, 0.64],
  [0.688, 0.626],
  [0.72, 0.604],
  [0.734, 0.576],
];

export interface LizardPart {
  name: 'far foreleg' | 'body' | 'hind leg' | 'foreleg';
  outline: Point[];
}

/** Where things on the head are: positions and sizes in heights of the picture. */
export const HEAD = {
  eye: [0.613, 0.357] as Point,
  eyeRadius: 0.0105,
  nostril: [0.561, 0.383] as Point,
  mouth: [
    [0.547, 0.407],
    [0.572, 0.408],
    [0.602, 0.412],
    [0.634, 0.408],
    [0.656, 0.396],
  ] as Point[],
  ear: [0.677, 0.385] as Point,
} as const;

/** The face, for "lift the iguana's face": an ellipse around snout, eye and jaw. */
export const FACE_ELLIPSE = { x: 0.614, y: 0.382, rx: 0.082, ry: 0.078 } as const;

const PER_SPAN = 12;
const SPIKES_PER_SPAN = 4;
/** Height of the spikes at the nape, on the back, on the tail. */
const NAPE_SPIKE = 0.034;
const BACK_SPIKE = 0.02;
const TAIL_SPIKE = 0.013;

/** The parts from back to front; `random` varies the spikes. */
export function lizardParts(random: () => number): LizardPart[] {
  return [
    { name: 'far foreleg', outline: smoothOutline(FAR_FORELEG, PER_SPAN) },
    { name: 'body', outline: withCrest(smoothOutline(BODY, PER_SPAN), random) },
    { name: 'hind leg', outline: smoothOutline(HINDLEG, PER_SPAN) },
    { name: 'foreleg', outline: smoothOutline(FORELEG, PER_SPAN) },
  ];
}

/** Puts backward-leaning spikes on the crest spans of the body's curve. */
function withCrest(curve: readonly Point[], random: () => number): Point[] {
  const from = CREST_FROM * PER_SPAN;
  const to = CREST_TO * PER_SPAN;
  const out: Point[] = curve.slice(0, from);
  const step = PER_SPAN / SPIKES_PER_SPAN;
  for (let i = from; i < to; i += step) {
    const [x0, y0] = curve[i]!;
    const [x1, y1] = curve[i + step]!;
    const length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    const along = (i - from) / (to - from);
    const rise = Math.min(1, along * 9);
    const tall =
      along < 0.3
        ? NAPE_SPIKE + ((BACK_SPIKE - NAPE_SPIKE) * along) / 0.3
        : BACK_SPIKE + (TAIL_SPIKE - BACK_SPIKE) * ((along - 0.3) / 0.7);
    const spike = rise * tall * (0.75 + 0.5 * random());
    const [tx, ty] = [(x1 - x0) / length, (y1 - y0) / length];
    // The outward normal of a curve that runs clockwise on a y-down page is (ty, -tx).
    const lean = 0.75 + 0.2 * random();
    const at = (t: number, up: number): Point => [
      x0 + (x1 - x0) * t + ty * up + tx * up * 0.45,
      y0 + (y1 - y0) * t - tx * up + ty * up * 0.45,
    ];
    out.push([x0, y0], at(0.3, spike * 0.42), at(lean, spike), at(0.86, spike * 0.35));
  }
  return [...out, ...curve.slice(to)];
}
