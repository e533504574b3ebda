import { snap, suggest } from '@chemigram/mask';
import { answerOrders } from './answer-orders.ts';

/** What is done on the second thread: pure looks at a picture that would keep the first one from answering. */
export const WORKS = { snap, suggest };

answerOrders(WORKS);
