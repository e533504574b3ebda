import { featherPieces, snap, suggest } from '@chemigram/mask';
import type { Picture } from '@chemigram/mask';
import type { Finding } from '@chemigram/vocabulary';
import { find } from '../named-masks/find/find.ts';
import type { Found } from '../named-masks/find/found.ts';
import { tracedMask } from '../masks/outlines/traced.ts';
import { answerOrders } from './answer-orders.ts';

/** What is done on the second thread: pure work on pictures and masks that would keep the first one from answering. */
export const WORKS = {
  snap,
  suggest,
  find: (picture: Picture, finding: Finding): Found => find(finding, picture),
  trace: tracedMask,
  part: featherPieces,
};

answerOrders(WORKS);
