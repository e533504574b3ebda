import { parentPort } from 'node:worker_threads';
import { reportOf } from '@chemigram/errors';
import type { ErrorReport } from '@chemigram/errors';
import type { Picture } from '@chemigram/mask';
import { LRUCache } from 'lru-cache';
import { buffersOf } from './moved.ts';

/** Pure work, by name. What it takes and gives must be plain data. */
export type Works = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A picture as an argument: itself the first time, and afterwards the number that stands for it. */
export interface SentPicture {
  readonly pictureId: number;
  /** Null where the thread has it already. */
  readonly picture: Picture | null;
}

/** An order to the second thread. */
export interface Order {
  readonly name: string;
  /** Without the picture where that is the first argument: what is computed of it is kept with it over there. */
  readonly args: readonly unknown[];
  readonly sent: SentPicture | null;
}

/** What comes back: errors lose their class on the way. */
export type Answer = { readonly result: unknown } | { readonly failure: ErrorReport };

/** As many as one photo is worked on with: the picture before an edit and the one after. */
const KEPT_PICTURES = 2;

/** Pictures, or that they are there, by number: both sides drop the same ones, for both use them in the same order. */
export const keptPictures = <T extends Picture | true>(): LRUCache<number, T> => new LRUCache({ max: KEPT_PICTURES });

/** Makes this thread one that does these works, each when it is ordered. What they give is moved to who ordered it. */
export function answerOrders(works: Works): void {
  const pictures = keptPictures<Picture>();
  const argumentsOf = ({ args, sent }: Order): readonly unknown[] => {
    if (sent === null) return args;
    const picture = sent.picture ?? pictures.get(sent.pictureId)!;
    pictures.set(sent.pictureId, picture);
    return [picture, ...args];
  };
  const answer = (order: Order): Answer => {
    try {
      return { result: works[order.name]!(...(argumentsOf(order) as never[])) };
    } catch (error) {
      return { failure: reportOf(error) };
    }
  };
  parentPort?.on('message', (order: Order) => {
    const answered = answer(order);
    parentPort!.postMessage(answered, buffersOf(answered));
  });
}
