import type { Workspace } from '@chemigram/workspace';

/** What a photo's history began with: the sidecar that lay beside it, or darktable's own defaults. */
export const baselineOf = (workspace: Workspace): 'auto' | 'sidecar' =>
  workspace.photo.facts['baseline'] === 'sidecar' ? 'sidecar' : 'auto';
