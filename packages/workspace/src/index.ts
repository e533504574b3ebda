export { idFromFileName } from './image-id.ts';
export type { PhotoRecord } from './photo.ts';
export {
  newGroupId,
  newMoveId,
  parseRecipe,
  serialiseRecipe,
  type Move,
  type Recipe,
  type SavedMask,
} from './recipe.ts';
export type { Named } from './references.ts';
export type { Snapshot } from './repository.ts';
export { openStore, type NewPhoto, type Store, type StoreOptions } from './store.ts';
export { RASTERS_FOLDER, type Workspace } from './workspace.ts';
