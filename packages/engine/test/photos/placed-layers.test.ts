/** Masks of layers that are put into a base picture: each once, however many edits it stands in. */
import { BLEND_CST, uniformBlend } from '@chemigram/darktable';
import { expect, it } from 'vitest';
import type { Layer } from '../../src/develop/development.ts';
import type { CompiledMask } from '../../src/masks/place.ts';
import { PlacedLayers } from '../../src/photos/pictures/placed-layers.ts';

const blend = uniformBlend(BLEND_CST.RGB_SCENE);
const layer = (name: string): Layer => ({
  operation: 'exposure',
  version: 6,
  params: Uint8Array.of(1),
  name,
  blend,
  forms: [],
});
const BASE = { frame: [], size: { width: 6, height: 4 } };

it('a mask is put into a base picture once, whichever of its edits is looked at', async () => {
  const placed = new PlacedLayers();
  const puts: string[] = [];
  const edit = ['first', 'second', 'third'].map(layer);
  for (const [k, one] of edit.entries()) {
    placed.put(one, async () => {
      puts.push(one.name);
      return { blend: { ...blend, opacity: 10 * k }, forms: [], sources: async () => [] } as unknown as CompiledMask;
    });
  }
  // What stands before each move, and all of it.
  for (let k = 0; k <= edit.length; k++) {
    const there = await placed.on(edit.slice(0, k), BASE, {});
    expect(there.map(({ blend: { opacity } }) => opacity)).toEqual([0, 10, 20].slice(0, k));
  }
  expect(puts).toEqual(['first', 'second', 'third']);
  await placed.on(edit, { ...BASE, size: { width: 3, height: 2 } }, {});
  expect(puts, 'another base picture').toHaveLength(6);
});
