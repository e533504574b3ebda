import type { World } from './world.ts';

/** Something a photographer waits for, or that takes room meanwhile. */
export interface Case {
  readonly name: string;
  readonly unit: 'ms' | 'MB';
  /** What it must stay below, in its unit. */
  readonly target?: number;
  /** What 95 of 100 must stay below. */
  readonly nearSlowest?: number;
  /** The case that this one is divided by, and what the ratio must stay below. */
  readonly beside?: { readonly name: string; readonly atMost?: number };
  readonly rounds: number;
  /** In the unit; several where it is short. */
  measure(world: World, round: number): Promise<number[]>;
}

/** Cases under one heading. */
export interface Group {
  readonly title: string;
  readonly cases: readonly Case[];
}

/** Short ones are taken several times per round: a median of few says little. */
const REPEATS = 20;
/** What comes first in a round is not counted: after a render the code and the pictures are cold. */
const WARMING = 5;

/** How often something is measured in a round, after how many times that do not count. */
interface Times {
  readonly repeats: number;
  readonly warming: number;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Measures something short again and again; each time is another step. */
export function repeated(
  measure: (world: World, step: number) => Promise<number>,
  { repeats, warming }: Times = { repeats: REPEATS, warming: WARMING },
): Case['measure'] {
  return async (world, round) => {
    const times: number[] = [];
    for (let k = 0; k < warming + repeats; k++) {
      const spent = await measure(world, round * (warming + repeats) + k);
      if (k >= warming) times.push(spent);
    }
    return times;
  };
}
