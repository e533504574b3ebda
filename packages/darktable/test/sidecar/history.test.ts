import { describe, expect, test } from 'vitest';
import {
  appendHistory,
  emptySidecar,
  maskManagerItem,
  masksInForce,
  nextNum,
  parseSidecar,
  serialiseSidecar,
  setMasks,
  writeForm,
  type MaskItem,
} from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { fixture } from '../support.ts';

const circle = (id: number): MaskItem =>
  writeForm({ kind: 'circle', center: [0.5, 0.5], radius: 0.1, border: 0 }, { id, name: `c${id}`, num: 0 });

describe('history', () => {
  test('appended items are numbered on and in force', () => {
    const s = parseSidecar(fixture('4.2.1-png-default.xmp'));
    const more = appendHistory(s, [maskManagerItem(), maskManagerItem()]);
    expect(more.history.map((i) => i.num)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([more.historyEnd, nextNum(more)]).toEqual([6, 6]);
    expect(more.history.slice(0, 4)).toEqual(s.history);
  });

  test('what was undone in darktable goes when something is appended, its masks too', () => {
    const s = setMasks(parseSidecar(fixture('4.2.1-png-default.xmp')), 3, [circle(1)]);
    const undone = appendHistory({ ...s, historyEnd: 2 }, [maskManagerItem()]);
    expect(undone.history.map((i) => i.operation)).toEqual(['colorin', 'colorout', 'mask_manager']);
    expect(undone.history.map((i) => i.num)).toEqual([0, 1, 2]);
    expect(undone.masks).toEqual([]);
  });

  test('the forms in force are those of the last mask number, and no others', () => {
    let s = appendHistory(emptySidecar(), [maskManagerItem(), maskManagerItem(), maskManagerItem()]);
    s = setMasks(s, 0, [circle(1), circle(2)]);
    s = setMasks(s, 2, [circle(2), circle(3)]);
    expect(masksInForce(s).map((m) => m.maskId)).toEqual([2, 3]);
    expect(masksInForce({ ...s, historyEnd: 2 }).map((m) => m.maskId)).toEqual([1, 2]);
    expect(masksInForce(setMasks(s, 1, [circle(9)])).map((m) => [m.maskNum, m.maskId])).toEqual([[1, 9]]);
    expect(masksInForce(setMasks(s, 2, [circle(8)])).map((m) => m.maskId)).toEqual([8]);
    expect(masksInForce(parseSidecar(serialiseSidecar(s)))).toEqual(masksInForce(s));
  });

  test('masks at an entry that is not in force, and an id twice, are refused', () => {
    const s = appendHistory(emptySidecar(), [maskManagerItem()]);
    expect(refusal(() => setMasks(s, 1, [circle(1)])).code).toBe('invalid_input');
    const gap = { ...appendHistory(s, [maskManagerItem()]), history: [...s.history, { ...maskManagerItem(), num: 2 }] };
    expect(refusal(() => setMasks({ ...gap, historyEnd: 3 }, 1, [circle(1)])).code).toBe('invalid_input');
    expect(refusal(() => setMasks(s, 0, [circle(1), circle(1)])).code).toBe('invalid_input');
  });
});
