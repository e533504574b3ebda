import { compare, traceLevels } from '@chemigram/mask';
import type { Raster, Size } from '@chemigram/mask';
import type { Geometry } from '../geometry/geometry.ts';
import type { FormNode, Member, Ring } from './form-tree.ts';
import { predictForms } from './predict.ts';

/** Sets of contour levels to try, few to many; each level is one step of opacity. */
const LEVEL_SETS: readonly (readonly number[])[] = [[0.5], [0.2, 0.5, 0.8], [0.1, 0.3, 0.5, 0.7, 0.9]];
/** Each outline costs darktable a pass over the picture: at 25 megapixels some 50 ms. */
const MAX_OUTLINES = 160;
const MAX_VERTICES = 1000;
/** Outlines that enclose less than this many preview pixels are noise. */
const LEAST_AREA_PX = 6;
const TOLERANCE_PX = 0.35;
/** More levels must bring the prediction this much nearer (mean absolute error) to be worth their passes. */
const WORTH = 0.001;

/**
 * Any opacity as outlines: the fallback that needs nothing but drawn paths. Soft edges become steps of opacity.
 * @param asked at preview size
 * @returns the tree and how near it comes, or null when nothing of the mask can be outlined
 */
export function tracedForms(
  asked: Raster,
  geometry: Geometry,
  name: string,
): { node: FormNode; predicted: Raster } | null {
  let best: { node: FormNode; predicted: Raster; error: number } | null = null;
  for (const levels of LEVEL_SETS) {
    const node = levelsAsForms(asked, geometry.displayed, name, levels);
    if (node === null) continue;
    const predicted = predictForms(node, geometry, asked);
    const error = compare(asked, predicted).meanAbsoluteError;
    if (best !== null && error > best.error - WORTH) break;
    best = { node, predicted, error };
  }
  return best;
}

function levelsAsForms(asked: Raster, displayed: Size, name: string, levels: readonly number[]): FormNode | null {
  const scale = displayed.width / asked.width;
  const toFull = (ring: readonly (readonly [number, number])[]): Ring => ring.map(([x, y]) => [x * scale, y * scale]);
  const traced = traceLevels(asked, [...levels], { maxVertices: MAX_VERTICES, tolerance: TOLERANCE_PX });
  const members: Member[] = [];
  for (const [k, { polygons }] of traced.entries()) {
    // Opacity between this level and the next: the middle of the step, whole at the top.
    const opacity = k === levels.length - 1 ? 1 : (levels[k]! + levels[k + 1]!) / 2;
    const large = polygons
      .map((polygon) => ({ ...polygon, area: Math.abs(areaOf(polygon.outer)) }))
      .filter(({ area }) => area >= LEAST_AREA_PX)
      .sort((a, b) => b.area - a.area);
    for (const [j, { outer, holes }] of large.entries()) {
      const part = `${name}.${k + 1}.${j + 1}`;
      const rim: FormNode = { kind: 'shape', name: part, shape: { kind: 'outline', ring: toFull(outer), border: 0 } };
      const cuts = holes.filter((hole) => Math.abs(areaOf(hole)) >= LEAST_AREA_PX);
      const node: FormNode =
        cuts.length === 0
          ? rim
          : {
              kind: 'group',
              name: part,
              members: [
                { node: rim, join: 'copy', inverse: false, opacity: 1 },
                ...cuts.map((hole, h): Member => ({
                  node: {
                    kind: 'shape',
                    name: `${part}.hole${h + 1}`,
                    shape: { kind: 'outline', ring: toFull(hole), border: 0 },
                  },
                  join: 'difference',
                  inverse: false,
                  opacity: 1,
                })),
              ],
            };
      members.push({ node, join: members.length === 0 ? 'copy' : 'union', inverse: false, opacity });
    }
  }
  if (members.length === 0 || members.length > MAX_OUTLINES) return members.length === 0 ? null : capped(members, name);
  return { kind: 'group', name, members };
}

const capped = (members: readonly Member[], name: string): FormNode => ({
  kind: 'group',
  name,
  members: members.slice(0, MAX_OUTLINES),
});

function areaOf(ring: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum / 2;
}
