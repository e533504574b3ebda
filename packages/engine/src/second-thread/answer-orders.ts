import { parentPort } from 'node:worker_threads';
import { reportOf } from '@chemigram/errors';
import type { ErrorReport } from '@chemigram/errors';
import type { Picture } from '@chemigram/mask';

/** Pure work, by name. What it takes and gives must be plain data. */
export type Works = Readonly<Record<string, (...args: never[]) => unknown>>;

/** An order to the second thread. */
export interface Order {
  readonly name: string;
  readonly args: readonly unknown[];
  /**
   * Where the first of the arguments is a picture, the same number for the same one: a copy comes with each order, and what
   * was computed of the first copy is kept with that.
   */
  readonly pictureId: number | null;
}

/** What comes back: errors lose their class on the way. */
export type Answer = { readonly result: unknown } | { readonly failure: ErrorReport };

/** As many as one photo is worked on with: the picture before an edit and the one after. */
const KEPT_PICTURES = 2;

/** Makes this thread one that does these works, each when it is ordered. */
export function answerOrders(works: Works): void {
  const pictures = new Map<number, Picture>();
  const theSame = (id: number, copy: Picture): Picture => {
    const kept = pictures.get(id) ?? copy;
    pictures.delete(id);
    for (const old of [...pictures.keys()].slice(0, -(KEPT_PICTURES - 1))) pictures.delete(old);
    pictures.set(id, kept);
    return kept;
  };
  const answer = ({ name, args: [first, ...rest], pictureId }: Order): Answer => {
    const args = [pictureId === null ? first : theSame(pictureId, first as Picture), ...rest];
    try {
      return { result: works[name]!(...(args as never[])) };
    } catch (error) {
      return { failure: reportOf(error) };
    }
  };
  parentPort?.on('message', (order: Order) => parentPort!.postMessage(answer(order)));
}
