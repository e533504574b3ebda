import type { Picture } from '@chemigram/mask';
import type { Found } from './found.ts';
import { findHorizonGradient } from './horizon.ts';
export function findSky(_: { border: number }, picture: Picture): Found {
  return { ...findHorizonGradient({ compression: 0.05 }, picture), confidence: 0 };
}
