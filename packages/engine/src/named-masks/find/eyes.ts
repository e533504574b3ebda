import type { Picture } from '@chemigram/mask';
import type { Found } from './found.ts';
import { findSubject } from './subject.ts';
export function findEyes({ border }: { border: number }, picture: Picture): Found {
  return { ...findSubject({ border }, picture), confidence: 0 };
}
