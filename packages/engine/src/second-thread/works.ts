import { snap, suggest } from '@chemigram/mask';
import { tracedMask } from '../masks/traced.ts';
import { answerOrders } from './answer-orders.ts';

/** What is done on the second thread: pure work on pictures and masks that would keep the first one from answering. */
export const WORKS = { snap, suggest, trace: tracedMask };

answerOrders(WORKS);
