import { ChemigramError } from '@chemigram/errors';
import type { Draft } from './draft.ts';
import { BRANCHES, refOf, type Head, type Repository } from './repository.ts';
import { SHORT_LENGTH, type Snapshot } from './snapshot.ts';

// Undo moves the branch back, so that `git log` in the folder shows the line of the present state. The way forward is
// a ref of our own to the newest snapshot that was undone: its parents lead back to the present one. A new change
// files that ref under `undone/`: nothing that was ever made becomes unreachable.
//
// A kill between two of these writes is harmless by their order: a way forward that does not lead from the present
// state counts as none.

const REDO = 'refs/chemigram/redo/';
const UNDONE = 'refs/chemigram/undone/';

/** What names the way forward on a branch, or (null) from a snapshot that was gone to by itself. */
export function redoRef(branch: string | null): string {
  return REDO + (branch === null ? 'HEAD' : `heads/${branch}`);
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
  const first = (await wayForward(repository, head)).length === 0;
  // In this order: what is undone has the name that redo finds it by before the present state goes.
  await repository.setRefs([
    ...(first ? [{ name: redoRef(head.branch), oid: head.oid }] : []),
    { name: refOf(head), oid: target.id },
  ]);
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
      {
        field: 'steps',
        hint: 'Nothing was changed. What a checkout went away from is not undone: checkout goes back to it too, by the branch it is on (branch lists them).',
      },
    );
  }
  await repository.moveHead(head, target.id);
  if (steps === way.length) await repository.deleteRef(redoRef(head.branch));
  return target;
}

/**
 * Makes a new snapshot the present state; what could be redone is filed as undone. A state that was looked at by itself,
 * on no branch, gets a branch with its first change, so that going elsewhere loses nothing. Call it under the lock.
 */
export async function stepTo(repository: Repository, head: Head, oid: string, draft: Draft): Promise<void> {
  // First kept under its new name, then replaced, then dropped under the old one: at no moment is it unreachable.
  const dropWayForward = await fileWayForward(repository, head);
  if (head.branch === null) {
    const name = await freeBranchName(repository, `from-${head.oid.slice(0, SHORT_LENGTH)}`);
    await repository.setRef(BRANCHES + name, oid, draft);
    await repository.attachHead(name);
  } else {
    await repository.moveHead(head, oid, draft);
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

/**
 * Gives a branch another name; what could be redone on it still can. Call it under the lock, with a name that is free.
 */
export async function renameBranch(repository: Repository, from: string, to: string, oid: string): Promise<void> {
  const head = await repository.head();
  const forward = await repository.ref(redoRef(from));
  // The new name first, then HEAD, then the old one goes: at no moment is a snapshot without a name.
  if (forward !== null) await repository.setRef(redoRef(to), forward);
  await repository.setRef(BRANCHES + to, oid);
  if (head.branch === from) await repository.attachHead(to);
  await repository.deleteRef(BRANCHES + from);
  if (forward !== null) await repository.deleteRef(redoRef(from));
}

/**
 * Takes a branch's name away. What only it led to is filed under `undone/`: its id still brings it back. Call it under
 * the lock, not for the branch that HEAD is on.
 */
export async function dropBranch(repository: Repository, branch: string, oid: string): Promise<void> {
  const dropWayForward = await fileWayForward(repository, { oid, branch });
  await keepReachable(repository, oid);
  await repository.deleteRef(BRANCHES + branch);
  await dropWayForward();
}

/** A ref of our own to a snapshot whose name goes, so that neither git nor we ever take it for garbage. */
export async function keepReachable(repository: Repository, oid: string): Promise<void> {
  await repository.setRef(UNDONE + oid, oid);
}

/** Keeps what could be redone under `undone/`; returns how to drop it as the way forward. */
async function fileWayForward(repository: Repository, head: Head): Promise<() => Promise<void>> {
  const tip = await repository.ref(redoRef(head.branch));
  if (tip === null) return async () => {};
  await keepReachable(repository, tip);
  return () => repository.deleteRef(redoRef(head.branch));
}

async function freeBranchName(repository: Repository, wanted: string): Promise<string> {
  let name = wanted;
  for (let count = 2; (await repository.ref(BRANCHES + name)) !== null; count++) name = `${wanted}-${count}`;
  return name;
}

/** What can be redone, the nearest first; empty when there is no way from the present state. */
export async function wayForward(repository: Repository, head: Head): Promise<Snapshot[]> {
  const tip = await repository.ref(redoRef(head.branch));
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

/** Every snapshot that a ref or HEAD leads to: newest first, each before the one it was made from. */
export async function allKnown(repository: Repository): Promise<Snapshot[]> {
  const found = new Map<string, Snapshot>();
  const children = new Map<string, number>();
  for (const tip of await tips(repository)) {
    for await (const snapshot of repository.line(tip)) {
      if (found.has(snapshot.id)) break;
      found.set(snapshot.id, snapshot);
      if (snapshot.parent !== null) children.set(snapshot.parent, (children.get(snapshot.parent) ?? 0) + 1);
    }
  }
  // Of those without a child that is still to come, always the newest; a second is all that git tells times by.
  const ready = [...found.values()].filter(({ id }) => !children.has(id));
  const ordered: Snapshot[] = [];
  while (ready.length > 0) {
    const place = ready.reduce((best, { at }, index) => (at > ready[best]!.at ? index : best), 0);
    const [next] = ready.splice(place, 1);
    ordered.push(next!);
    const parent = next!.parent === null ? undefined : found.get(next!.parent);
    if (parent === undefined) continue;
    const left = children.get(parent.id)! - 1;
    children.set(parent.id, left);
    // Put where it is found first: a line goes on as itself before another one of the same second.
    if (left === 0) ready.unshift(parent);
  }
  return ordered;
}

async function tips(repository: Repository): Promise<Set<string>> {
  const found = new Set([(await repository.head()).oid]);
  for (const name of await repository.refsBelow('refs/')) {
    const oid = await repository.ref(name);
    if (oid !== null) found.add(await repository.peel(oid));
  }
  return found;
}
