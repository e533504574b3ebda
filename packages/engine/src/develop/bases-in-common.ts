import { isDeepStrictEqual } from 'node:util';
import { belowOf, sceneOf } from './base-picture.ts';
import type { Layer } from './development.ts';

/** A further base picture takes as long as some four moves: it is made where it saves at least as many. */
const WORTH_IT = 4;
/** Edits that were looked at, and base pictures of them: the last ones are kept in mind. */
const KEPT_EDITS = 6;
const KEPT_BASES = 12;

/** An edit that is looked at, all of its layers, in a size. */
interface SizedEdit {
  readonly layers: readonly Layer[];
  readonly box: number;
}

/** A base picture behind so many of an edit's moves of the scene, made on another one or on the first. */
interface FurtherBase extends SizedEdit {
  readonly depth: number;
  readonly on: FurtherBase | null;
}

/**
 * Which further base pictures a preview of a long edit goes through. What it has in common with an edit that was looked at
 * before mostly stays: a move was added, or one made a bit stronger, and so will be what comes next. For eyes alone: what is
 * learned of a picture must not depend on what was looked at before (further-bases.ts).
 */
export class BasesInCommon {
  readonly #edits: (SizedEdit & { readonly depths: readonly number[] })[] = [];
  readonly #bases: FurtherBase[] = [];

  /**
   * How many moves of the scene each further base picture of an edit holds, rising. The edit is kept in mind: looked at
   * again, it is made of the same ones, and so is there already.
   */
  depths(edit: SizedEdit): readonly number[] {
    const again = this.#edits.findLast(({ box, layers }) => box === edit.box && isDeepStrictEqual(layers, edit.layers));
    if (again !== undefined) return again.depths;
    const on = this.#deepest(edit);
    const depth = Math.max(0, ...this.#edits.map((other) => inCommon(other, edit)));
    const depths = depthsOf(depth >= (on?.depth ?? 0) + WORTH_IT ? this.#add(edit, depth, on) : on);
    keep(this.#edits, { ...edit, depths }, KEPT_EDITS);
    return depths;
  }

  /**
   * Takes in the base pictures that masks have looked through: they are there, so previews of the same moves stand on them.
   * @param depths how many moves of the edit's scene each holds, rising
   */
  takeIn(edit: SizedEdit, depths: readonly number[]): void {
    const on = this.#deepest(edit);
    const known = depthsOf(on);
    if (depths.every((depth, i) => depth === known[i])) return;
    const goesOn = known.every((depth, i) => depth === depths[i]);
    let base = goesOn ? on : null;
    for (const depth of depths.slice(goesOn ? known.length : 0)) base = { ...edit, depth, on: base };
    // Found through the one that stands on it, from now on.
    const place = goesOn ? this.#bases.findIndex((one) => one === on) : -1;
    if (place >= 0) this.#bases.splice(place, 1);
    keep(this.#bases, base!, KEPT_BASES);
  }

  /** The base picture that holds most of an edit. */
  #deepest(edit: SizedEdit): FurtherBase | null {
    let deepest: FurtherBase | null = null;
    for (const base of this.#bases) {
      const depth = inCommon(base, edit);
      let at: FurtherBase | null = base;
      while (at !== null && at.depth > depth) at = at.on;
      if (at !== null && at.depth > (deepest?.depth ?? 0)) deepest = at;
    }
    return deepest;
  }

  #add(edit: SizedEdit, depth: number, on: FurtherBase | null): FurtherBase {
    const base = { ...edit, depth, on };
    keep(this.#bases, base, KEPT_BASES);
    return base;
  }
}

/** How many moves each of the base pictures holds that one stands on, and itself. */
function depthsOf(base: FurtherBase | null): readonly number[] {
  const depths: number[] = [];
  for (let at = base; at !== null; at = at.on) depths.unshift(at.depth);
  return depths;
}

/** How many moves of the scene two edits begin with alike; none where what is below them is not the same. */
function inCommon(a: SizedEdit, b: SizedEdit): number {
  if (a.box !== b.box || !isDeepStrictEqual(belowOf(a.layers), belowOf(b.layers))) return 0;
  const [one, other] = [sceneOf(a.layers), sceneOf(b.layers)];
  const differs = one.findIndex((layer, i) => layer !== other[i] && !isDeepStrictEqual(layer, other[i]));
  return differs === -1 ? one.length : differs;
}

function keep<T>(list: T[], one: T, most: number): void {
  list.push(one);
  list.splice(0, list.length - most);
}
