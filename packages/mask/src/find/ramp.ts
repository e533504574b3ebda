/** 0 at `from`, 1 at `to`, straight between, flat beyond; `from` may be the greater. */
export const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
