import { ChemigramError } from '@chemigram/errors';
import type { Look } from '../session/session.ts';

interface UnderWay {
  readonly state: string;
  readonly stop: AbortController;
}

/**
 * Looks at photos as they are. When a photo has changed while a look at it is under way, and somebody looks anew, the
 * older one is given up: its picture would show what is no more. Looks at one state, at several places of it or by
 * several askers, leave each other alone.
 */
export class LatestLook {
  readonly #underWay = new Map<string, Set<UnderWay>>();

  /**
   * Looks, unless the look is overtaken.
   * @param state the photo's present state
   * @param work is told by its look that it is overtaken or cancelled. It overtakes others once it has asked darktable for
   * a picture: what both need, a base picture above all, goes on
   * @throws cancelled, with what to do, when it was overtaken; else what `work` throws
   */
  async lookAt<T>(photo: string, state: string, signal: AbortSignal, work: (look: Look) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const own: UnderWay = { state, stop };
    const looks = this.#underWay.get(photo) ?? new Set();
    const older = [...looks].filter((look) => look.state !== state);
    const overtake = (): void => older.forEach((look) => look.stop.abort());
    this.#underWay.set(photo, looks.add(own));
    try {
      const result = await work({ signal: AbortSignal.any([signal, stop.signal]), onAsked: overtake });
      overtake();
      return result;
    } catch (error) {
      throw stop.signal.aborted ? overtaken(photo, state, error) : error;
    } finally {
      looks.delete(own);
      if (looks.size === 0) this.#underWay.delete(photo);
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
