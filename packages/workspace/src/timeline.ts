import { ChemigramError } from '@chemigram/errors';
import { BRANCHES, SHORT_LENGTH, type Head, type Repository, type Snapshot } from './repository.ts';

// Undo moves the branch back, so that `git log` in the folder shows the line of the present state. The way forward is
// a ref of our own to the newest snapshot that was undone: its parents lead back to the present one. A new change
// files that ref under `undone/`: nothing that was ever made becomes unreachable.
//
// A kill between two of these writes is harmless by their order: a way forward that does not lead from the present
// state counts as none.

const REDO = 'refs/chemigram/redo/';
const UNDONE = 'refs/chemigram/undone/';

function redoRef(head: Head): string {
  return REDO + (head.branch === null ? 'HEAD' : `heads/${head.branch}`);
}

/**
 * Moves the present state back. Call it under the lock.
 *
 * @returns the snapshot that is now present
 * @throws ChemigramError out_of_range when there are fewer steps; nothing has changed then
 */
export async function stepBack(repository: Repository, steps: number): Promise<Snapshot> {
  checkSteps(steps, 'undo');
  const head = await repository.head();
  let target: Snapshot | undefined;
  let passed = -1;
  for await (const snapshot of repository.line(head.oid)) {
    passed++;
    target = snapshot;
    if (passed === steps) break;
  }
  if (target === undefined || passed < steps) {
    throw new ChemigramError(
      'out_of_range',
      passed === 0
        ? 'There is nothing to undo: this is the first snapshot.'
        : `Cannot undo ${steps} steps: there are only ${passed}.`,
      { field: 'steps', hint: 'Nothing was changed. The log shows what there is.' },
    );
  }
  if ((await wayForward(repository, head)).length === 0) await repository.setRef(redoRef(head), head.oid);
  await repository.moveHead(head, target.id);
  return target;
}

/**
 * Moves the present state forward again, along what was undone. Call it under the lock.
 *
 * @returns the snapshot that is now present
 * @throws ChemigramError out_of_range when there are fewer steps; nothing has changed then
 */
export async function stepForward(repository: Repository, steps: number): Promise<Snapshot> {
  checkSteps(steps, 'redo');
  const head = await repository.head();
  const way = await wayForward(repository, head);
  const target = way[steps - 1];
  if (target === undefined) {
    throw new ChemigramError(
      'out_of_range',
      way.length === 0
        ? 'There is nothing to redo: nothing was undone since the last change.'
        : `Cannot redo ${steps} steps: there are only ${way.length}.`,
      { field: 'steps', hint: 'Nothing was changed. The log shows what there is.' },
    );
  }
  await repository.moveHead(head, target.id);
  if (steps === way.length) await repository.deleteRef(redoRef(head));
  return target;
}

/**
 * Makes a new snapshot the present state; what could be redone is filed as undone. A state that was looked at by itself,
 * on no branch, gets a branch with its first change, so that going elsewhere loses nothing. Call it under the lock.
 */
export async function stepTo(repository: Repository, head: Head, oid: string): Promise<void> {
  // First kept under its new name, then replaced, then dropped under the old one: at no moment is it unreachable.
  const dropWayForward = await fileWayForward(repository, head);
  if (head.branch === null) {
    const name = await freeBranchName(repository, `from-${head.oid.slice(0, SHORT_LENGTH)}`);
    await repository.setRef(BRANCHES + name, oid);
    await repository.attachHead(name);
  } else {
    await repository.moveHead(head, oid);
  }
  await dropWayForward();
}

/**
 * Goes to a branch, or (`branch` null) to a snapshot by itself. What could be redone on a branch still can when one is
 * back there. Call it under the lock.
 */
export async function goTo(repository: Repository, branch: string | null, oid: string): Promise<void> {
  const head = await repository.head();
  const dropWayForward = head.branch === null ? await fileWayForward(repository, head) : undefined;
  if (branch === null) await repository.detachHead(oid);
  else await repository.attachHead(branch);
  await dropWayForward?.();
}

/** Keeps what could be redone under `undone/`; returns how to drop it as the way forward. */
async function fileWayForward(repository: Repository, head: Head): Promise<() => Promise<void>> {
  const tip = await repository.ref(redoRef(head));
  if (tip === null) return async () => {};
  await repository.setRef(UNDONE + tip, tip);
  return () => repository.deleteRef(redoRef(head));
}

async function freeBranchName(repository: Repository, wanted: string): Promise<string> {
  let name = wanted;
  for (let count = 2; (await repository.ref(BRANCHES + name)) !== null; count++) name = `${wanted}-${count}`;
  return name;
}

/** What can be redone, the nearest first; empty when there is no way from the present state. */
export async function wayForward(repository: Repository, head: Head): Promise<Snapshot[]> {
  const tip = await repository.ref(redoRef(head));
  if (tip === null) return [];
  const way: Snapshot[] = [];
  for await (const snapshot of repository.line(tip)) {
    if (snapshot.id === head.oid) return way.reverse();
    way.push(snapshot);
  }
  return [];
}

function checkSteps(steps: number, verb: string): void {
  if (Number.isInteger(steps) && steps >= 1) return;
  throw new ChemigramError('invalid_input', `Cannot ${verb} ${steps} steps: a whole number from 1 is needed.`, {
    field: 'steps',
  });
}
