export { whyNoFolder } from './safety/disk.ts';
export { addGap, countGaps, GAP_KINDS, readGaps, wishKey, type CountedGap, type Gap } from './journal/gaps.ts';
export { GAPS_FILE } from './home.ts';
export { idFromFileName } from './photo/image-id.ts';
export { editPage, EVERY_GENRE, genresIn, listGenres, readPage, writePage } from './pages/notebook.ts';
export { ownerIsGone, ownerTag } from './safety/owner.ts';
export type { PhotoRecord } from './photo/photo.ts';
export {
  newGroupId,
  newMoveId,
  parseRecipe,
  serialiseRecipe,
  STORED,
  type AppliedLook,
  type Move,
  type Recipe,
  type SavedMask,
  type Spot,
} from './photo/recipe.ts';
export {
  addProposal,
  listProposals,
  readProposal,
  settleProposal,
  stateOf,
  type Proposal,
  type ProposedChange,
  type Settling,
} from './pages/proposals.ts';
export type { StoredForm, StoredLayers, StoredModule } from './photo/stored-layers.ts';
export type { Named } from './history/references.ts';
export type { Snapshot } from './history/snapshot.ts';
export type { NewPhoto } from './new-photo.ts';
export { openStore, type Store, type StoreOptions } from './store.ts';
export { isMadeIn } from './pages/text-edit.ts';
export {
  listSessions,
  readSession,
  record,
  sessionName,
  transcriptPath,
  type TranscriptEntry,
} from './journal/transcript.ts';
export { sweepCachesDaily } from './sweep-caches.ts';
export { DETECTED_FOLDER, RASTERS_FOLDER, type Workspace } from './workspace.ts';
