import { ChemigramError } from '@chemigram/errors';
import { listSessions, readSession } from '@chemigram/workspace';
import type { TranscriptEntry, Workspace } from '@chemigram/workspace';
import type { Call } from '../contract.ts';
import { CONTRACT_LIST } from '../contracts/index.ts';
import type { Arguments, Handler, Result } from '../contracts/index.ts';
import { frameOf } from '../develop/frame.ts';
import { walkable } from '../history/walk.ts';
import { isFramedByHand, placesIn, whyItStays } from '../propagation/places.ts';
import type { Studio } from '../studio.ts';
import { madeBy } from '../transcript/recorder.ts';
import { stepsOf } from '../transcript/steps.ts';

type Args = Arguments<'replay'>;
type ReplayedStep = Result<'replay'>['steps'][number];

/**
 * Makes the calls of a session on one photo again on another, each as a call of its own; one that fails is told and the next goes on.
 * @throws ChemigramError not_found where the session made no moves on the source, cancelled
 */
export const replay: Handler<'replay', Studio> = async (studio, args, call) => {
  const workspace = await studio.store.open(args.image_id);
  const { session, calls, unreadable } = await sessionOf(studio, args);
  const before = await workspace.head();
  const again = new Again(studio, workspace, args, calls[0]?.before ?? null);
  const steps: ReplayedStep[] = [];
  for (const [i, entry] of calls.entries()) {
    call.progress(i / calls.length, `Step ${i + 1} of ${calls.length}`);
    steps.push(
      // How far each step is would be news of less than was told.
      await again.make(entry, { ...call, progress: () => undefined }).catch((error: unknown) => {
        throw call.signal.aborted ? cancelled(before.id, i, calls.length) : error;
      }),
    );
  }
  return {
    result: {
      image_id: args.image_id,
      source: args.source,
      session,
      before: before.id,
      snapshot: (await workspace.head()).id,
      steps,
      undoable: (await walkable(workspace)).undoable,
      warnings: unreadable === 0 ? [] : [`${unreadable} lines of the transcript could not be read and are left out.`],
    },
  };
};

const cancelled = (before: string, done: number, all: number): ChemigramError =>
  new ChemigramError('cancelled', `replay was cancelled after ${done} of ${all} steps, which stay made.`, {
    hint: `Checkout with the ref "${before}" goes back to the state before the first of them.`,
  });

/** The session that is meant, and the calls in it that led to where it left the source. */
async function sessionOf(
  studio: Studio,
  { session, source }: Args,
): Promise<{ session: string; calls: TranscriptEntry[]; unreadable: number }> {
  const { home } = studio.store;
  for (const name of session === undefined ? await listSessions(home) : [session]) {
    const { entries, unreadable } = await readSession(home, name);
    const calls = stepsOf(entries, source);
    if (calls.length > 0) return { session: name, calls, unreadable };
  }
  throw new ChemigramError(
    'not_found',
    session === undefined
      ? `No session made moves on "${source}".`
      : `Session "${session}" made no moves on "${source}".`,
    {
      field: session === undefined ? 'source' : 'session',
      hint: 'What was undone does not count. log shows what was done.',
    },
  );
}

/** Makes calls again on another photo, and remembers what their moves are called there. */
class Again {
  readonly #studio: Studio;
  readonly #workspace: Workspace;
  readonly #args: Args;
  readonly #newIds = new Map<string, string>();
  /** Names of masks that this replay has saved, or would have. */
  readonly #saved = new Set<string>();
  /** The state of the source before the first of the calls. */
  readonly #begin: string | null;

  constructor(studio: Studio, workspace: Workspace, args: Args, begin: string | null) {
    this.#begin = begin;
    this.#studio = studio;
    this.#workspace = workspace;
    this.#args = args;
  }

  async make(entry: TranscriptEntry, call: Call): Promise<ReplayedStep> {
    const { operation } = entry;
    const words = typeof entry['words'] === 'string' ? entry['words'] : operation;
    const step = (outcome: ReplayedStep['outcome'], why: string | null, move_ids: string[] = []): ReplayedStep => ({
      operation,
      words,
      outcome,
      why,
      move_ids,
    });
    const calls = entry.did ?? [{ operation, arguments: entry.arguments }];
    for (const each of calls) {
      const reason = await this.#leftOut(each.arguments, entry.before ?? null);
      if (reason !== null) return step('left_out', reason);
    }
    const made: string[] = [];
    if (this.#args.dry_run) {
      for (const id of entry.made ?? []) this.#newIds.set(id, id);
      this.#remember(calls);
      return step('to_do', null);
    }
    try {
      for (const each of calls) {
        const { result } = await this.#studio.run(each.operation, this.#here(each.operation, each.arguments), call);
        made.push(...(madeBy(result).made ?? []));
      }
    } catch (error) {
      if (!(error instanceof ChemigramError) || error.code === 'cancelled') throw error;
      return step('failed', `${error.code}: ${error.message}`, made);
    } finally {
      entry.made?.forEach((id, i) => made[i] !== undefined && this.#newIds.set(id, made[i]));
    }
    this.#remember(calls);
    return step('done', null, made);
  }

  #remember(calls: readonly { arguments: Record<string, unknown> }[]): void {
    for (const { arguments: args } of calls) if (typeof args['name'] === 'string') this.#saved.add(args['name']);
  }

  /** Why a call cannot or should not be made here, or null. */
  async #leftOut(args: Record<string, unknown>, before: string | null): Promise<string | null> {
    if (args['image_id'] !== this.#args.source) return 'It was not a call about this photo alone.';
    const { ties, names } = placesIn(args, await this.#studio.vocabulary());
    const cropped = ties.size > 0 && (await this.#wasCropped(before));
    const include = new Set(this.#args.include);
    // A crop that was there before the session is not made again here, so what was drawn on it has no place.
    if (cropped && !ties.has('frame') && (await this.#wasCropped(this.#begin))) include.delete('frame');
    const why = whyItStays(ties, include, cropped);
    if (why !== null) return `It stays with its photo: ${why}.`;
    const unmade = Object.values(idsIn(args)).find((id) => !this.#newIds.has(id));
    if (unmade !== undefined) return `It changes ${unmade}, which was left out or made in another session.`;
    const [packs, { masks = {} }] = [await this.#studio.masks(), await this.#workspace.recipe()];
    const unknown = [...names].find(
      (name) => !packs.has(name) && !Object.hasOwn(masks, name) && !this.#saved.has(name),
    );
    return unknown === undefined ? null : `It goes through ${unknown}, a name that this photo does not have.`;
  }

  /** Whether the source was cropped or turned when a call was made; of a source that is gone nobody knows. */
  async #wasCropped(before: string | null): Promise<boolean> {
    const { store } = this.#studio;
    if (before === null || !(await store.has(this.#args.source))) return false;
    const [{ moves }, vocabulary] = [
      await (await store.open(this.#args.source)).recipe(before),
      await this.#studio.vocabulary(),
    ];
    return isFramedByHand(frameOf(moves, vocabulary), vocabulary);
  }

  /** The same call on this photo, by the names that its moves have here. */
  #here(operation: string, args: Record<string, unknown>): Record<string, unknown> {
    const ids = Object.entries(idsIn(args)).map(([name, id]) => [name, this.#newIds.get(id)]);
    return {
      ...(onAnyFrame(args) as Record<string, unknown>),
      image_id: this.#args.image_id,
      ...Object.fromEntries(ids),
      // Measuring each step would cost two renders each, and some do so unless they are told.
      ...(canVerify(operation) ? { verify: false } : {}),
    };
  }
}

/** Arguments whose `coords` no longer say how the source was framed: this photo may be framed in its own way. */
function onAnyFrame(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onAnyFrame);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== 'coords' || typeof inner !== 'object' || inner === null) return [key, onAnyFrame(inner)];
      const { frame: _, ...coords } = inner as Record<string, unknown>;
      return [key, coords];
    }),
  );
}

/** Arguments that name what an earlier call made: a move, or those of a look together. */
const NAMING = ['move_id', 'group_id'] as const;

function idsIn(args: Readonly<Record<string, unknown>>): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const name of NAMING) {
    const id = args[name];
    if (typeof id === 'string') ids[name] = id;
  }
  return ids;
}

function canVerify(operation: string): boolean {
  const contract = CONTRACT_LIST.find(({ name }) => name === operation);
  return contract !== undefined && 'verify' in contract.input.shape;
}
