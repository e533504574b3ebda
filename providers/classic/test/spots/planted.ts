import type { Picture, Size } from '@chemigram/mask';
import { randomStream } from '@chemigram/scene';

/** A spot that was planted: pixels; darker or lighter by `contrast` steps of 255 in its middle. */
export interface Planted {
  readonly x: number;
  readonly y: number;
  /** Where half of the contrast is left. */
  readonly radius: number;
  /** Width of its edge as a share of the radius. */
  readonly soft: number;
  readonly contrast: number;
}

type Colour = (x: number, y: number, noise: number) => readonly [number, number, number];
const grey = (value: number): [number, number, number] => [value, value, value];

/** Noise that is the same over patches of some pixels and runs on smoothly between them. */
function patches(seed: number, size: number): (x: number, y: number) => number {
  const values = new Map<number, number>();
  const at = (i: number, j: number): number => {
    const key = j * 65_536 + i;
    let value = values.get(key);
    if (value === undefined) values.set(key, (value = 2 * randomStream(seed * 7919 + key)() - 1));
    return value;
  };
  return (x, y) => {
    const [u, v] = [x / size, y / size];
    const [i, j] = [Math.floor(u), Math.floor(v)];
    const [fu, fv] = [u - i, v - j].map((t) => t * t * (3 - 2 * t)) as [number, number];
    const above = at(i, j) * (1 - fu) + at(i + 1, j) * fu;
    const below = at(i, j + 1) * (1 - fu) + at(i + 1, j + 1) * fu;
    return above * (1 - fv) + below * fv;
  };
}

/** Grounds by name; `noise` is a normal deviate of the pixel. */
export const GROUNDS: Record<string, (seed: number, width: number, height: number) => Colour> = {
  smooth: () => () => grey(140),
  noise: () => (_x, _y, noise) => grey(128 + 6 * noise),
  fabric: () => (x, y, noise) => {
    const weave = Math.sin((2 * Math.PI * x) / 5) * Math.sin((2 * Math.PI * y) / 5);
    const thread = Math.sin((2 * Math.PI * (x + y)) / 17);
    return grey(125 + 9 * weave + 4 * thread + 2 * noise);
  },
  skin: (seed) => {
    const [shade, mottle, pores] = [patches(seed, 120), patches(seed + 1, 24), patches(seed + 2, 4)];
    return (x, y, noise) => {
      const light = 14 * shade(x, y) + 4 * mottle(x, y) + 5 * pores(x, y) + 2 * noise;
      return [196 + light, 150 + light, 126 + 0.9 * light];
    };
  },
  sky: (_seed, width, height) => (x, y, noise) => {
    const t = y / height;
    return [90 + 80 * t + (10 * x) / width + noise, 130 + 60 * t + noise, 200 + 20 * t + noise];
  },
};

type Contrasts = readonly [number, number];

/** Places of spots that keep clear of each other and of the edge. */
function scattered(random: () => number, count: number, { width, height }: Size, [low, high]: Contrasts): Planted[] {
  const spots: Planted[] = [];
  for (let tries = 0; spots.length < count && tries < 200 * count; tries++) {
    const radius = 2 + 10 * random();
    const soft = [0, 0.25, 0.5][spots.length % 3]!;
    const edge = 1.5 * radius + 2;
    const [x, y] = [edge + random() * (width - 2 * edge), edge + random() * (height - 2 * edge)];
    const contrast = (spots.length % 2 === 0 ? -1 : 1) * (low + (high - low) * random());
    const clear = spots.every((o) => Math.hypot(o.x - x, o.y - y) > (1 + soft) * radius + (1 + o.soft) * o.radius + 3);
    if (clear) spots.push({ x, y, radius, soft, contrast });
  }
  return spots;
}

/** A picture of a ground with spots planted on it. */
export function planted(
  ground: string,
  seed: number,
  count: number,
  size: Size = { width: 768, height: 512 },
  contrasts: Contrasts = [25, 70],
): { picture: Picture; spots: Planted[] } {
  const { width, height } = size;
  const random = randomStream(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const colour = GROUNDS[ground]!(seed, width, height);
  const rgb = new Float32Array(3 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) rgb.set(colour(x, y, normal()), at);
  }
  return withSpots(rgb, size, scattered(random, count, size, contrasts));
}

/** A photograph with spots planted on it. */
export const plantedOn = (
  photo: Picture,
  seed: number,
  count: number,
  contrasts: Contrasts,
): { picture: Picture; spots: Planted[] } =>
  withSpots(Float32Array.from(photo.rgb), photo, scattered(randomStream(seed), count, photo, contrasts));

function withSpots(
  rgb: Float32Array,
  { width, height }: Size,
  spots: Planted[],
): { picture: Picture; spots: Planted[] } {
  for (const spot of spots) plant(rgb, width, height, spot);
  const bytes = Uint8Array.from(rgb, (value) => Math.min(255, Math.max(0, Math.round(value))));
  return { picture: { width, height, rgb: bytes }, spots };
}

/** A sharp edge is as wide as a pixel; a soft one falls smoothly about the radius. */
function plant(rgb: Float32Array, width: number, height: number, { x, y, radius, soft, contrast }: Planted): void {
  const half = Math.max(0.5, soft * radius);
  const reach = radius + half;
  for (let j = Math.max(0, Math.floor(y - reach)); j <= Math.min(height - 1, y + reach); j++) {
    for (let i = Math.max(0, Math.floor(x - reach)); i <= Math.min(width - 1, x + reach); i++) {
      const t = Math.min(1, Math.max(0, (reach - Math.hypot(i + 0.5 - x, j + 0.5 - y)) / (2 * half)));
      const cover = soft === 0 ? t : t * t * (3 - 2 * t);
      for (let c = 0; c < 3; c++) rgb[3 * (j * width + i) + c]! += contrast * cover;
    }
  }
}
