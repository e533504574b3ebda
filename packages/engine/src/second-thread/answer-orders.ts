import { parentPort } from 'node:worker_threads';
import { reportOf } from '@chemigram/errors';
import type { ErrorReport } from '@chemigram/errors';
import type { Picture } from '@chemigram/mask';

/** Looks at a picture, by name. What they take and give must be plain data. */
export type Works = Readonly<Record<string, (picture: Picture, ...rest: never[]) => unknown>>;

/** An order to the second thread. */
export interface Order {
  readonly name: string;
  readonly picture: Picture;
  /** The same of one picture: a copy comes with each order, and what was computed of the first is kept with that. */
  readonly pictureId: number;
  readonly rest: readonly unknown[];
}

/** What comes back: errors lose their class on the way. */
export type Answer = { readonly result: unknown } | { readonly failure: ErrorReport };

/** As many as one photo is worked on with: the picture before an edit and the one after. */
const KEPT_PICTURES = 2;

/** Makes this thread one that does these works, each when it is ordered. */
export function answerOrders(works: Works): void {
  const pictures = new Map<number, Picture>();
  const answer = ({ name, picture, pictureId, rest }: Order): Answer => {
    const kept = pictures.get(pictureId) ?? picture;
    pictures.delete(pictureId);
    for (const old of [...pictures.keys()].slice(0, -(KEPT_PICTURES - 1))) pictures.delete(old);
    pictures.set(pictureId, kept);
    try {
      return { result: works[name]!(kept, ...(rest as never[])) };
    } catch (error) {
      return { failure: reportOf(error) };
    }
  };
  parentPort?.on('message', (order: Order) => parentPort!.postMessage(answer(order)));
}
