import { DEPTHS, type DetectRequest, REGIONS_MAX, SPOTS_MAX } from '@chemigram/providers/protocol';
import type { Found, ProviderDefinition } from '@chemigram/providers/serve';
import type { Picture } from '@chemigram/mask';
import { ChemigramError } from '@chemigram/errors';
import { findDepthBands } from './depth/find-depth-bands.ts';
import { readPicture } from './read-picture.ts';
import { regionsOf } from './region.ts';
import { findSpots } from './spots/find-spots.ts';
import { findSky } from './subjects/find-sky.ts';
import { findSubjects, type Subjects } from './subjects/find-subjects.ts';

/** Changes with every change of what is found: answers kept of another version are left. */
const VERSION = '2';
const SKY = 'sky';
const SUBJECT = 'subject';

/** Detects subjects, sky, spots and depth bands by rules: no weights, nothing leaves the machine. */
export const classicProvider: ProviderDefinition = {
  name: 'classic',
  model: 'saliency, smallest cuts, blobs in scale space, haze and horizon',
  version: VERSION,
  kinds: ['subjects', 'spots', 'depth_band'],
  queries: [SUBJECT, SKY, ...DEPTHS],
  // Measured on pictures of 1024 x 683 pixels.
  cost: { seconds: 2, memory_mb: 400, money: 0, where: 'local' },
  detect: async ({ picture: path, ...request }, signal): Promise<Found> => {
    const picture = await readPicture(path);
    if (signal.aborted) throw new ChemigramError('cancelled', 'Nobody waits for what was asked any more.');
    return request.kind === 'spots' ? spots(picture, request) : regions(picture, request);
  },
};

function regions(picture: Picture, request: Omit<DetectRequest, 'picture'>): Found {
  const { things, notes } = thingsIn(picture, request);
  const count = Math.min(REGIONS_MAX, request.kind === 'subjects' ? (request.hints.count ?? REGIONS_MAX) : REGIONS_MAX);
  return { regions: things.flatMap(regionsOf).slice(0, count), notes };
}

function thingsIn(picture: Picture, { kind, query, hints }: Omit<DetectRequest, 'picture'>): Subjects {
  const asked = query?.trim().toLowerCase();
  if (kind === 'depth_band') {
    const { things, notes } = findDepthBands(picture);
    const band = DEPTHS.find((depth) => depth === asked);
    return { things: band === undefined ? things : things.filter(({ label }) => label === band), notes };
  }
  if (asked === SKY) return findSky(picture);
  const found = findSubjects(picture, hints);
  if (asked === undefined || asked === SUBJECT) return found;
  const note = `"${query}" was not looked for: this provider knows no words but ${SUBJECT} and ${SKY}. These are the subjects.`;
  return { ...found, notes: [note, ...found.notes] };
}

function spots(picture: Picture, { hints }: Omit<DetectRequest, 'picture'>): Found {
  const { width, height } = picture;
  const inside = insideOf(hints.region);
  const found = findSpots(picture)
    .map(({ x, y, radius, polarity, confidence }) => ({
      x: Math.min(1, Math.max(0, x / width)),
      y: Math.min(1, Math.max(0, y / height)),
      radius: radius / Math.min(width, height),
      polarity,
      confidence,
    }))
    .filter(({ x, y }) => inside(x, y));
  return { spots: found.slice(0, Math.min(SPOTS_MAX, hints.count ?? SPOTS_MAX)) };
}

/** Whether a point lies in an outline, by how often a ray to the right crosses it. */
function insideOf(ring: DetectRequest['hints']['region']): (x: number, y: number) => boolean {
  if (ring === undefined) return () => true;
  return (x, y) =>
    ring.filter(([x0, y0], i) => {
      const [x1, y1] = ring[(i + 1) % ring.length]!;
      return y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
    }).length %
      2 ===
    1;
}
