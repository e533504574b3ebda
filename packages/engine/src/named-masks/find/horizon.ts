import { findSkyline, horizonOf, type Mask, type Picture, ramp, skyRegionOf } from '@chemigram/mask';
import type { Found } from './found.ts';

/** Share of the skyline on one straight line: of a sea horizon behind things, and of a skyline that has none. */
const SHARE = { none: 0.15, clear: 0.4 };
const DEGREES = 180 / Math.PI;

/** A gradient with its line on the horizon, or at the skyline's middle height where it has no straight part: full above. */
export function findHorizonGradient({ compression }: { compression: number }, picture: Picture): Found {
  const { rows, planes } = findSkyline(picture);
  const { width, height } = planes;
  const { left, right, share } = horizonOf(rows, planes);
  const straight = ramp(share, SHARE.none, SHARE.clear);
  const level = [...rows].sort((a, b) => a - b)[width >> 1]!;
  const [from, to] = straight >= 0.5 ? [left, right] : [level, level];
  const angle = Math.atan2(to - from, width) * DEGREES;
  const mask: Mask = {
    dt_form: 'gradient',
    dt_params: {
      anchor_x: 0.5,
      anchor_y: round((from + to) / 2 / height),
      rotation: round(angle + 360) % 360,
      compression,
      state: 2,
      curvature: 0,
    },
  };
  const sky = skyRegionOf(picture);
  const confidence = straight * (0.5 + 0.5 * sky.confidence);
  const doubts =
    straight >= 0.5
      ? sky.doubts
      : ['no straight horizon was seen; the line stands at the middle height of the skyline'];
  return { mask, confidence, doubts };
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
