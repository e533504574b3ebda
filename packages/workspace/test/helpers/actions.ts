import type { Workspace } from '../../src/index.ts';
import { addMove } from './photos.ts';

interface Action {
  /** Where the photo is before, from its two moves on. */
  prepare(photo: Workspace): Promise<unknown>;
  act(photo: Workspace): Promise<unknown>;
  /** Message of the present snapshot after it. */
  after: string;
  /** Branches after it; where it changes none, those before. */
  branches?: string[];
}

const nothing = async (): Promise<void> => {};

/** All that moves the present state or a name, each on a photo of its own name with the moves exposure 1 and 2. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  change: { prepare: (photo) => photo.undo(), act: (photo) => addMove(photo, 9), after: 'exposure 9' },
  'change-apart': {
    prepare: (photo) => photo.checkout('HEAD~1'),
    act: (photo) => addMove(photo, 9),
    after: 'exposure 9',
  },
  undo: { prepare: nothing, act: (photo) => photo.undo(), after: 'exposure 1' },
  redo: { prepare: (photo) => photo.undo(2), act: (photo) => photo.redo(), after: 'exposure 1' },
  switch: {
    prepare: (photo) => photo.branch('warm', 'original'),
    act: (photo) => photo.checkout('warm'),
    after: 'ingest switch',
  },
  'go-to': {
    prepare: async (photo) => void (await photo.checkout('HEAD~1'), await photo.undo()),
    act: (photo) => photo.checkout('main'),
    after: 'exposure 2',
  },
  pack: {
    prepare: (photo) => photo.gc().then(() => addMove(photo, 3)),
    act: (photo) => photo.gc(),
    after: 'exposure 3',
  },
  rename: {
    prepare: (photo) => photo.undo(),
    act: (photo) => photo.renameBranch('main', 'cool'),
    after: 'exposure 1',
    branches: ['cool'],
  },
  delete: {
    prepare: async (photo) => {
      await photo.branch('warm', 'HEAD~1');
      await photo.undo(2);
      await photo.checkout('warm');
    },
    act: (photo) => photo.deleteBranch('main'),
    after: 'exposure 1',
    branches: ['warm'],
  },
};
