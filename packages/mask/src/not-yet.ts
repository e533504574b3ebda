import { refuse } from './refuse.ts';

/** What the language has and nothing executes yet, each with what to do instead. Later work empties this table. */
const NOT_YET: Readonly<Record<string, string>> = {
  detected: 'Draw the region instead, as dt_form and dt_params.',
};

/** @throws invalid_input when `feature` stands in the table */
export function refuseNotYet(feature: string, field: string): void {
  const hint = NOT_YET[feature];
  if (hint !== undefined) refuse('invalid_input', field, `not executed yet: ${feature}`, hint);
}
