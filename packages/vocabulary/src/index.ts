export { loadVocabulary } from './load.ts';
export { loadLooks, type LoadedLook } from './load-looks.ts';
export { LOOK_GROUPS, type Look, type LookMove } from './look-schema.ts';
export { MOST_STRENGTH, valuesAtStrength } from './look-strength.ts';
export { loadMasks, type LoadedMask } from './load-masks.ts';
export { meantBy, type Called, type Meant } from './meant-by.ts';
export { loadNotDone, notDoneBy, type NotDone } from './not-done.ts';
export type { Finding, MaskDefinition } from './mask-schema.ts';
export { defaultPackDirs, personalPackDirs } from './pack-dirs.ts';
export {
  PRIMITIVE_GROUPS,
  VALUE,
  type Curve,
  type Group,
  type Parameter,
  type Primitive,
  type Setting,
} from './schema.ts';
export { evaluateCurve, isNeutral, modulesFor, moduleSettings, type Lacks, type ModuleSetting } from './settings.ts';
export { checkValues, faintValues, type ValueInput } from './values.ts';
export type { Vocabulary } from './vocabulary.ts';
