import { ChemigramError } from '@chemigram/errors';
import type { Picture } from '@chemigram/mask';
import { answerOrders } from '../../src/second-thread/answer-orders.ts';

/** Works that go wrong in each way there is, and one that does not. */
export const BREAKING = {
  refuse(_picture: Picture, field: string): number {
    throw new ChemigramError('out_of_range', 'It is too large.', { field, hint: 'Make it smaller.' });
  },
  fail(): number {
    throw new TypeError('a bug');
  },
  /** The thread itself, as when its memory ends. */
  die(): number {
    throw process.exit(3);
  },
  hang(): number {
    for (;;) continue;
  },
  add(picture: Picture, by: number): number {
    return picture.width + by;
  },
  /** Wakes whoever waits for it once its answer is on the way. */
  answer(woken: Int32Array): string {
    setImmediate(() => {
      Atomics.store(woken, 0, 1);
      Atomics.notify(woken, 0);
    });
    return 'that of another work';
  },
  /** The picture that is looked at becomes brighter each time, where it is the one that was kept. */
  brighten(picture: Picture): number {
    picture.rgb[0]!++;
    return picture.rgb[0]!;
  },
  first(picture: Picture, _other: Uint8Array): number {
    return picture.rgb[0]!;
  },
  mirror<T>(given: T): T {
    return given;
  },
};

answerOrders(BREAKING);
