import type { ErrorCode } from '@chemigram/engine';

/** What the process says when all went well. */
export const EXIT_DONE = 0;

/** What it says of each failure: 2 refused, 3 not there, 4 darktable, 1 everything else. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 2,
  unknown_name: 2,
  out_of_range: 2,
  conflict: 2,
  unsupported_by_darktable: 2,
  forbidden_path: 2,
  not_found: 3,
  darktable_missing: 4,
  darktable_failed: 4,
  render_timeout: 4,
  provider_failed: 1,
  workspace_damaged: 1,
  cancelled: 1,
  internal: 1,
};
