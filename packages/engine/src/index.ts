export type { Call, Effect, Engine, OperationContract, Outcome, PictureFile } from './contract.ts';
