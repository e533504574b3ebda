import type { Picture } from '@chemigram/mask';
import type { Finding } from '@chemigram/vocabulary';
import { findEyes } from './eyes.ts';
import type { Found } from './found.ts';
import { findHorizonGradient } from './horizon.ts';
import { findSky } from './sky.ts';
import { findSubject } from './subject.ts';
import { findToneQuantiles } from './tone-quantiles.ts';

/** Looks for what a definition asks for in one picture. The same question about the same picture has the same answer. */
export function find(finding: Finding, picture: Picture): Found {
  switch (finding.finder) {
    case 'tone_quantiles':
      return findToneQuantiles(finding, picture);
    case 'horizon':
      return findHorizonGradient(finding, picture);
    case 'sky':
      return findSky(finding, picture);
    case 'subject':
      return findSubject(finding, picture);
    case 'eyes':
      return findEyes(finding, picture);
  }
}
