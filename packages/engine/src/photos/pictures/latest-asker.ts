import { ChemigramError } from '@chemigram/errors';
import type { Asker } from '../session/asker.ts';

interface UnderWay {
  readonly state: string;
  readonly stop: AbortController;
}

/**
 * Lets photos be looked at as they are. When a photo has changed while a look at it is under way, and somebody looks anew, the
 * older one is given up: its picture would show what is no more. Looks at one state, at several places of it or by
 * several askers, leave each other alone.
 */
export class LatestAsker {
  readonly #underWay = new Map<string, Set<UnderWay>>();

  /**
   * Does what looks at a photo, unless it is overtaken.
   * @param state the photo's present state
   * @param work is told by its asker's signal that it is overtaken or cancelled. It overtakes others once it has asked darktable for
   * a picture: what both need, a base picture above all, goes on
   * @throws cancelled, with what to do, when it was overtaken; else what `work` throws
   */
  async lookAt<T>(photo: string, state: string, signal: AbortSignal, work: (asker: Asker) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const own: UnderWay = { state, stop };
    const askers = this.#underWay.get(photo) ?? new Set();
    const older = [...askers].filter((other) => other.state !== state);
    const overtake = (): void => older.forEach((other) => other.stop.abort());
    this.#underWay.set(photo, askers.add(own));
    try {
      const result = await work({ signal: AbortSignal.any([signal, stop.signal]), onAsked: overtake });
      overtake();
      return result;
    } catch (error) {
      throw stop.signal.aborted ? overtaken(photo, state, error) : error;
    } finally {
      askers.delete(own);
      if (askers.size === 0) this.#underWay.delete(photo);
    }
  }
}

const overtaken = (photo: string, state: string, cause: unknown): ChemigramError =>
  new ChemigramError(
    'cancelled',
    `This look at "${photo}" was overtaken: the photo has changed since (it was at ${state}), and a newer call looks at it as it is now.`,
    {
      hint: `Go by the picture of the newer call. To see the earlier state all the same, call render_preview with ref "${state}".`,
      cause,
    },
  );
