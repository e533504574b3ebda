import type { Workspace } from '@chemigram/workspace';

/** A place for files that an operation makes to be looked at; they can be made again at any time. */
export const picturesFolder = (workspace: Workspace): Promise<string> => workspace.cacheDir('pictures');
