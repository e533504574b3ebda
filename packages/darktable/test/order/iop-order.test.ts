import { describe, expect, test } from 'vitest';
import {
  builtinOrder,
  formatOrderList,
  insertInstances,
  orderOf,
  orderVersionOf,
  parseOrderList,
  parseSidecar,
  type Sidecar,
  withOrder,
} from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { fixture } from '../support.ts';

type Order = Pick<Sidecar, 'iopOrderVersion' | 'iopOrderList'>;

const plain = (version: number) => builtinOrder(version).map((operation) => ({ operation, instance: 0 }));
const runsBefore = (version: number, first: string, second: string): boolean =>
  builtinOrder(version).indexOf(first) < builtinOrder(version).indexOf(second);

describe('module order', () => {
  test('built-in orders run from rawprepare to gamma, each module once', () => {
    for (const version of [1, 2, 3, 4, 5]) {
      const order = builtinOrder(version);
      expect([order[0], order.at(-1), new Set(order).size]).toEqual(['rawprepare', 'gamma', order.length]);
      expect(orderVersionOf(plain(version))).toBe(version);
    }
    expect(refusal(() => builtinOrder(6)).code).toBe('unsupported_by_darktable');
  });

  test('exposure comes before the input profile for raws, after it for developed pictures', () => {
    expect([2, 3, 4, 5].map((version) => runsBefore(version, 'exposure', 'colorin'))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('the v5.0 orders scale before the output profile', () => {
    expect([2, 3, 4, 5].map((version) => runsBefore(version, 'finalscale', 'colorout'))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('the list that darktable 5.4.1 wrote for three exposures is the built-in order with them in place', () => {
    const s = parseSidecar(fixture('5.4.1-png-masks.xmp'));
    const instances = [1, 2].map((instance) => ({ operation: 'exposure', instance }));
    expect(s.iopOrderVersion).toBe(3);
    expect(s.iopOrderList).toEqual(insertInstances(plain(3), instances));
  });

  test('a list is read and written as it was', () => {
    const text = 'rawprepare,0,exposure,0,exposure,1,gamma,0';
    expect(formatOrderList(parseOrderList(text))).toBe(text);
  });

  test.each([
    '',
    'rawprepare',
    'rawprepare,0,exposure,0',
    'exposure,0,gamma,0',
    'rawprepare,x,gamma,0',
    'rawprepare,0,gamma,0,gamma,0',
    'rawprepare,-1,gamma,0',
  ])('the list %j, which darktable would drop or misread, is refused', (text) => {
    expect(refusal(() => parseOrderList(text)).code).toBe('invalid_input');
  });

  test('new instances stand right after the last of their operation, in the order given', () => {
    const order = parseOrderList('rawprepare,0,exposure,0,exposure,3,crop,0,gamma,0');
    const added = insertInstances(order, [
      { operation: 'exposure', instance: 1 },
      { operation: 'crop', instance: 1 },
      { operation: 'exposure', instance: 2 },
      { operation: 'exposure', instance: 3 },
    ]);
    expect(formatOrderList(added)).toBe(
      'rawprepare,0,exposure,0,exposure,3,exposure,1,exposure,2,crop,0,crop,1,gamma,0',
    );
    expect(refusal(() => insertInstances(order, [{ operation: 'sharpened', instance: 1 }])).code).toBe(
      'unsupported_by_darktable',
    );
  });

  test('modules that an old list does not know are put where darktable puts them', () => {
    const modern = new Set(['rasterfile', 'agx', 'enlargecanvas', 'overlay', 'primaries', 'colorequal']);
    const old = plain(2).filter((e) => !modern.has(e.operation));
    const order = orderOf({ iopOrderVersion: 0, iopOrderList: old }).map((e) => e.operation);
    expect(order).toContain('primaries');
    expect(order.indexOf('rasterfile')).toBe(order.indexOf('highlights') - 1);
    expect(order.indexOf('overlay')).toBe(order.indexOf('enlargecanvas') - 1);
    expect(order.length).toBe(builtinOrder(2).length);
  });

  test('a list is written only where the version does not say it all', () => {
    const s: Order = { iopOrderVersion: 2, iopOrderList: null };
    expect(withOrder(s, orderOf(s))).toEqual(s);
    const second = withOrder(s, insertInstances(orderOf(s), [{ operation: 'exposure', instance: 1 }]));
    expect([second.iopOrderVersion, second.iopOrderList?.length]).toEqual([2, builtinOrder(2).length + 1]);
    const moved = orderOf(s);
    moved.splice(1, 0, ...moved.splice(5, 1));
    expect(withOrder(s, moved).iopOrderVersion).toBe(0);
  });
});
