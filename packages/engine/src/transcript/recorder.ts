import { reportOf } from '@chemigram/errors';
import { record, sessionName, transcriptPath } from '@chemigram/workspace';
import type { Store, TranscriptEntry } from '@chemigram/workspace';
import type { Outcome, Step } from '../contract.ts';
import { keptArguments, keptResult } from './fit-to-keep.ts';
import { WALKS } from './steps.ts';

/** Writes down every call of a session, one line each, in the order in which they end. */
export class Recorder {
  readonly name: string;
  /** Why the last line could not be written; null when it could. A transcript never fails what it tells of. */
  trouble: string | null = null;
  readonly #store: Store;

  /** @param name of the session; several processes may share one */
  constructor(store: Store, name: string) {
    this.#store = store;
    this.name = sessionName(name);
  }

  get path(): string {
    return transcriptPath(this.#store.home, this.name);
  }

  /**
   * Does it and writes down what became of it. Throws what `work` throws.
   * @param work tells of each step that it makes: others may make theirs meanwhile
   */
  async record(
    operation: string,
    args: unknown,
    work: (onStep: (step: Step) => void) => Promise<Outcome>,
  ): Promise<Outcome> {
    const began = Date.now();
    const given = keptArguments(args);
    const named = typeof given['image_id'] === 'string' ? given['image_id'] : null;
    const before = named === null ? null : await this.#store.present(named);
    const entry = { at: new Date(began).toISOString(), operation, arguments: given, before: before?.id ?? null };
    const steps: Step[] = [];
    try {
      const outcome = await work((step) => step.image_id === named && steps.push(step));
      const { result, did } = outcome;
      const image_id = named ?? (typeof result['image_id'] === 'string' ? result['image_id'] : null);
      const [first, last] = [steps[0], steps.at(-1)];
      // Without a step of its own it left the photo where it was, whatever others made of it meanwhile; but for those that
      // are there to bring it elsewhere.
      const goes = before === null || operation === 'replay' || WALKS.has(operation);
      const there = goes && image_id !== null ? await this.#store.present(image_id) : before;
      const [after, words] = last === undefined ? [there?.id ?? null, there?.message] : [last.after, last.words];
      await this.#write({
        ...entry,
        before: first?.before ?? entry.before,
        image_id,
        ok: true,
        after,
        ...(after === null || after === before?.id ? {} : { words }),
        ...madeBy(result),
        ...(did === undefined || did.length === 0 ? {} : { did: did.map((each) => ({ ...each })) }),
        result: keptResult(result),
        ms: Date.now() - began,
      });
      return outcome;
    } catch (thrown) {
      const after = named === null ? null : await this.#store.present(named);
      const error = keptResult(reportOf(thrown));
      await this.#write({
        ...entry,
        image_id: named,
        ok: false,
        after: after?.id ?? null,
        error,
        ms: Date.now() - began,
      });
      throw thrown;
    }
  }

  async #write(entry: TranscriptEntry): Promise<void> {
    try {
      await record(this.#store.home, this.name, entry);
      this.trouble = null;
    } catch (error) {
      this.trouble = `The transcript ${this.path} cannot be written: ${(error as Error).message}`;
    }
  }
}

/** Ids that a result gives to moves, in an order that the same call on another photo has too. */
export function madeBy(result: Readonly<Record<string, unknown>>): { made?: string[] } {
  const { move_id, move_ids, group_id } = result;
  const made = [move_id, ...(Array.isArray(move_ids) ? (move_ids as unknown[]) : []), group_id].filter(
    (id) => typeof id === 'string',
  );
  return made.length === 0 ? {} : { made };
}
