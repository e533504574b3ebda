import type { z } from 'zod';
import type { OperationContract } from '../../contract.ts';

/**
 * Gives a contract its exact type: its name as a literal and its schemas as they are, so that handlers, doors and
 * tests are typed from the data. Returns what it is given.
 */
export function defineContract<const N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  contract: OperationContract<I, O> & { readonly name: N },
): OperationContract<I, O> & { readonly name: N } {
  return contract;
}
