export { whyNoFolder } from './disk.ts';
export { addGap, countGaps, GAP_KINDS, readGaps, wishKey, type CountedGap, type Gap } from './gaps.ts';
export { GAPS_FILE } from './home.ts';
export { idFromFileName } from './image-id.ts';
export { editPage, EVERY_GENRE, genresIn, listGenres, readPage, writePage } from './notebook.ts';
export { ownerIsGone, ownerTag } from './owner.ts';
export type { PhotoRecord } from './photo.ts';
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
} from './recipe.ts';
export {
  addProposal,
  listProposals,
  readProposal,
  settleProposal,
  stateOf,
  type Proposal,
  type ProposedChange,
  type Settling,
} from './proposals.ts';
export type { StoredForm, StoredLayers, StoredModule } from './stored-layers.ts';
export type { Named } from './references.ts';
export type { Snapshot } from './snapshot.ts';
export { openStore, type NewPhoto, type Store, type StoreOptions } from './store.ts';
export { isMadeIn } from './text-edit.ts';
export { listSessions, readSession, record, sessionName, transcriptPath, type TranscriptEntry } from './transcript.ts';
export { sweepCachesDaily } from './sweep-caches.ts';
export { DETECTED_FOLDER, RASTERS_FOLDER, type Workspace } from './workspace.ts';
