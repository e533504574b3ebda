/**
 * The order in which modules run, and the place of every further instance in it.
 *
 * A sidecar says it with `iop_order_version` and `iop_order_list` ("operation,instance,..."):
 * - With a list, darktable (4.2 to 5.4) reads only the list; the version is recomputed from it: that of the built-in
 *   order whose modules stand in the same sequence, instances of one module next to each other; else 0, custom.
 * - Without a list, the version names the built-in order, instance 0 of each. An instance above 0 then has no place:
 *   "cannot get iop-order for X instance 1". 5.x skips the edit; 4.2 runs it behind everything else.
 * - darktable writes a list when the order is custom or any module has two instances standing together, so a v3.0
 *   order with second instances comes back as version 2 AND a list.
 * - A list must begin with rawprepare and end with gamma, else darktable drops it for its default. Modules that it
 *   lacks are put in by rule; names that are unknown to an older darktable make the order "custom" there, no more.
 * - A version that darktable does not know (4 and 5 for 4.2) silently becomes v3.0 raw.
 */
import { ChemigramError } from '@chemigram/errors';
import { BUILTIN_ORDERS, LATER_MODULES } from './iop-order-data.ts';

export interface IopInstance {
  operation: string;
  /** A history item's multiPriority. */
  instance: number;
}

/** `iopOrderVersion` of an order that is none of the built-in ones. */
export const CUSTOM_ORDER = 0;
/** `dt_dev_operation_t` holds 20 bytes. */
const OPERATION = /^[a-z0-9_]{1,19}$/i;
/** darktable's own bound when it reads an order from a preset. */
const MAX_INSTANCE = 1000;

/**
 * The modules of a built-in order as of darktable 5.4.
 * @param version 1 legacy, 2 v3.0 raw, 3 v3.0 JPEG, 4 v5.0 raw, 5 v5.0 JPEG
 * @throws ChemigramError unsupported_by_darktable for any other
 */
export function builtinOrder(version: number): string[] {
  const order = BUILTIN_ORDERS[version];
  if (!order) {
    throw new ChemigramError('unsupported_by_darktable', `module order version ${version}, known are 1 to 5`, {
      field: 'iop_order_version',
    });
  }
  return [...order];
}

const refuse = (why: string): ChemigramError =>
  new ChemigramError('invalid_input', `reading a module order: ${why}`, { field: 'iop_order_list' });

/**
 * `op,instance,op,instance` as a list.
 * @throws ChemigramError invalid_input when darktable would drop the list: pairs that do not pair, no rawprepare
 *   first, no gamma last; or when an instance stands in it twice
 */
export function parseOrderList(text: string): IopInstance[] {
  const parts = text.trim().split(',');
  if (parts.length % 2 !== 0) throw refuse(`${parts.length} values are not pairs of operation and instance`);
  const order: IopInstance[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < parts.length; i += 2) {
    const [operation, number] = [parts[i]!.trim(), parts[i + 1]!.trim()];
    const instance = Number(number);
    if (!OPERATION.test(operation)) throw refuse(`${JSON.stringify(operation.slice(0, 40))} is no operation`);
    if (!/^\d{1,4}$/.test(number) || instance > MAX_INSTANCE) {
      throw refuse(`${JSON.stringify(number.slice(0, 40))} of ${operation} is no instance of 0 to ${MAX_INSTANCE}`);
    }
    if (seen.has(`${operation},${instance}`)) throw refuse(`${operation} instance ${instance} stands in it twice`);
    seen.add(`${operation},${instance}`);
    order.push({ operation, instance });
  }
  if (order[0]!.operation !== 'rawprepare') throw refuse(`it begins with ${order[0]!.operation}, not with rawprepare`);
  if (order.at(-1)!.operation !== 'gamma') throw refuse(`it ends with ${order.at(-1)!.operation}, not with gamma`);
  return order;
}

/** The list as darktable writes it. */
export const formatOrderList = (order: readonly IopInstance[]): string =>
  order.map(({ operation, instance }) => `${operation},${instance}`).join(',');

/**
 * The order with further instances, each right after the last one of the same operation, so that it works on what
 * the earlier ones give. Instances that already have a place keep it.
 * @throws ChemigramError unsupported_by_darktable for an operation that the order does not know
 */
export function insertInstances(order: readonly IopInstance[], add: readonly IopInstance[]): IopInstance[] {
  const result = [...order];
  for (const { operation, instance } of add) {
    if (result.some((e) => e.operation === operation && e.instance === instance)) continue;
    const last = result.findLastIndex((e) => e.operation === operation);
    if (last === -1) {
      throw new ChemigramError(
        'unsupported_by_darktable',
        `placing ${operation} instance ${instance}: no such module`,
        {
          field: 'operation',
        },
      );
    }
    result.splice(last + 1, 0, { operation, instance });
  }
  return result;
}

/**
 * Every instance in the order of the pipe, modules that the stored list is too old to name put in where darktable
 * 5.4 puts them.
 * @throws ChemigramError unsupported_by_darktable for an order version without a list that is none of 1 to 5
 */
export function orderOf(s: { iopOrderVersion: number; iopOrderList: IopInstance[] | null }): IopInstance[] {
  if (!s.iopOrderList) return builtinOrder(s.iopOrderVersion).map((operation) => ({ operation, instance: 0 }));
  const order = [...s.iopOrderList];
  for (const [operation, before] of LATER_MODULES) {
    if (order.some((e) => e.operation === operation)) continue;
    const at = order.findIndex((e) => e.operation === before);
    if (at !== -1) order.splice(at, 0, { operation, instance: 0 });
  }
  return order;
}

/** The version that darktable 5.4 computes from a list: 1 to 5, or 0 for custom. */
export function orderVersionOf(order: readonly IopInstance[]): number {
  const names = order.map((e) => e.operation).filter((name, i, all) => name !== all[i - 1]);
  const found = Object.entries(BUILTIN_ORDERS).find(([, builtin]) => builtin.join() === names.join());
  return found ? Number(found[0]) : CUSTOM_ORDER;
}

/** Orders that every darktable since 4.2 knows by their version. */
const KNOWN_TO_ALL: readonly number[] = [1, 2, 3];

/** The sidecar with this order: as a list where a darktable needs one, else by the built-in order's version. */
export function withOrder<S extends { iopOrderVersion: number; iopOrderList: IopInstance[] | null }>(
  s: S,
  order: readonly IopInstance[],
): S {
  const version = orderVersionOf(order);
  const plain = KNOWN_TO_ALL.includes(version) && order.every((e) => e.instance === 0);
  return { ...s, iopOrderVersion: version, iopOrderList: plain ? null : [...order] };
}
