import { ChemigramError } from '@chemigram/errors';
import { DAMAGE_HINT } from '../safety/damage.ts';
import type { FileTable } from './draft.ts';
import { RECIPE_FILE, parseRecipe, type Recipe } from '../photo/recipe.ts';
import { allNamed, resolveReference, type Named } from './references.ts';
import { BRANCHES, Repository, TAGS } from './repository.ts';
import type { Snapshot } from './snapshot.ts';
import { allKnown, wayForward } from './timeline.ts';

/** What can be asked of the history of one photo's edit. Reading changes nothing and needs no lock. */
export class History {
  readonly imageId: string;
  protected readonly repository: Repository;
  #lastRecipe: { oid: string; recipe: Recipe } | null = null;

  constructor(imageId: string, repository: Repository) {
    this.imageId = imageId;
    this.repository = repository;
  }

  /**
   * The recipe at a snapshot.
   *
   * @param ref see resolve; the present state when left out
   */
  async recipe(ref?: string): Promise<Recipe> {
    const oid = ref === undefined ? (await this.repository.head()).oid : (await this.resolve(ref)).id;
    return structuredClone(await this.recipeAt(oid));
  }

  /**
   * Another file of a snapshot, as text.
   *
   * @throws ChemigramError not_found when the snapshot has no such file
   */
  async file(name: string, ref: string = 'HEAD'): Promise<string> {
    const snapshot = await this.resolve(ref);
    const files = await this.repository.files(snapshot.id);
    const text = await this.#textOf(files, name, snapshot.id);
    if (text !== null) return text;
    throw new ChemigramError('not_found', `Snapshot ${snapshot.short} of "${this.imageId}" has no file "${name}".`, {
      field: 'name',
      hint: `It has: ${[...files.keys()].join(', ')}.`,
    });
  }

  /** The present snapshot. */
  async head(): Promise<Snapshot> {
    return this.repository.snapshot((await this.repository.head()).oid);
  }

  /** The snapshots that led to a state, newest first. Without a limit all of them: one small read each. */
  async log({ limit = Infinity, ref = 'HEAD' }: { limit?: number; ref?: string } = {}): Promise<Snapshot[]> {
    const snapshots: Snapshot[] = [];
    if (limit <= 0) return snapshots;
    for await (const snapshot of this.repository.line((await this.resolve(ref)).id)) {
      snapshots.push(snapshot);
      if (snapshots.length >= limit) break;
    }
    return snapshots;
  }

  /** The snapshots of every branch, of every tag and of all that was undone, newest first, each before its parent. */
  async logOfAll({ limit = Infinity }: { limit?: number } = {}): Promise<Snapshot[]> {
    return (await allKnown(this.repository)).slice(0, limit);
  }

  /**
   * The snapshot meant by HEAD, original (the first), a tag, a branch, 4 or more first digits of an id; each may be
   * followed by ~N, the N-th before it.
   *
   * @throws ChemigramError not_found with the nearest names
   */
  async resolve(ref: string): Promise<Snapshot> {
    return resolveReference(this.repository, ref);
  }

  /** The snapshots that redo can bring back, the next one first. */
  async undone(): Promise<Snapshot[]> {
    return wayForward(this.repository, await this.repository.head());
  }

  /** All tags, by name. */
  async tags(): Promise<Named[]> {
    return allNamed(this.repository, TAGS);
  }

  /** All branches, by name; `current` is the one that a change goes to. */
  async branches(): Promise<(Named & { current: boolean })[]> {
    const { branch } = await this.repository.head();
    const all = await allNamed(this.repository, BRANCHES);
    return all.map((named) => ({ ...named, current: named.name === branch }));
  }

  /** The recipe of a snapshot; the same one for whoever asks next, so nobody may write into it. */
  protected async recipeAt(oid: string): Promise<Recipe> {
    if (this.#lastRecipe?.oid === oid) return this.#lastRecipe.recipe;
    const name = `${RECIPE_FILE} of snapshot ${oid.slice(0, 7)} in ${this.repository.gitdir}`;
    const text = await this.#textOf(await this.repository.files(oid), RECIPE_FILE, oid);
    if (text === null) {
      throw new ChemigramError('workspace_damaged', `${name} is missing.`, { hint: DAMAGE_HINT });
    }
    this.#lastRecipe = { oid, recipe: parseRecipe(text, name) };
    return this.#lastRecipe.recipe;
  }

  async #textOf(files: FileTable, name: string, oid: string): Promise<string | null> {
    const entry = files.get(name);
    if (entry === undefined) return null;
    const bytes = await this.repository.blob(entry.oid, `${name} of snapshot ${oid.slice(0, 7)}`);
    return bytes.toString('utf8');
  }
}
