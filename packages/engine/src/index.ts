export { createEngine, type EngineOptions } from './create-engine.ts';
export type { Call, Effect, Engine, OperationContract, Outcome, PictureFile } from './contract.ts';
export {
  CONTRACT_LIST,
  CONTRACTS,
  type Arguments,
  type Contracts,
  type Handler,
  type Handlers,
  type OperationName,
  type Result,
} from './contracts/index.ts';
// The doors know the engine only, so it hands them the errors that it throws.
export {
  ChemigramError,
  ERROR_CODES,
  nearestNames,
  reportOf,
  type ErrorCode,
  type ErrorReport,
} from '@chemigram/errors';
export {
  inputJsonSchema,
  outputJsonSchema,
  type JsonSchema,
  type ObjectSchema,
} from './contracts/schema/json-schema.ts';
