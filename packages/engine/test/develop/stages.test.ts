import {
  BLEND_CST,
  builtinOrder,
  emptySidecar,
  moduleCodec,
  orderOf,
  uniformBlend,
  withOrder,
} from '@chemigram/darktable';
import { expect, test } from 'vitest';
import { withLayers } from '../../src/develop/development.ts';
import type { Layer } from '../../src/develop/development.ts';
import { comesBefore } from '../../src/develop/stages.ts';

/** darktable's orders of before 3.0, for raws and for developed pictures. */
const ORDERS = [1, 2, 3];

function layer(operation: string): Layer {
  const { version, write } = moduleCodec(operation);
  return {
    operation,
    version,
    params: write({}),
    name: operation,
    blend: uniformBlend(BLEND_CST.RGB_SCENE),
    forms: [],
  };
}

/** Moves in the order of the pipe, by their module, with darktable's own input profile and tone mapper between them. */
function pipe(order: number, moves: readonly string[]): string[] {
  const own = builtinOrder(order).map((operation) => ({ operation, instance: 0 }));
  const placed = orderOf(withLayers(withOrder(emptySidecar(), own), moves.map(layer)));
  return placed
    .filter(({ operation, instance }) => instance > 0 || ['colorin', 'filmicrgb'].includes(operation))
    .map(({ operation, instance }) => (instance > 0 ? operation : `(${operation})`));
}

test.each(ORDERS)('noise and fringes are taken behind spots and profile, before all other edits: order %i', (order) => {
  const moves = ['exposure', 'denoiseprofile', 'vignette', 'soften', 'defringe', 'retouch', 'channelmixerrgb'];
  const placed = pipe(order, moves);
  expect(placed.filter((name) => !['retouch', '(colorin)'].includes(name))).toEqual([
    'denoiseprofile',
    'defringe',
    'exposure',
    'vignette',
    'channelmixerrgb',
    '(filmicrgb)',
    'soften',
  ]);
  const first = placed.indexOf('denoiseprofile');
  expect(placed.slice(0, first).toSorted()).toEqual(['(colorin)', 'retouch']);
});

test.each([
  ['crop', 'scene', false],
  ['retouch', 'scene', true],
  ['exposure', 'scene', true],
  ['exposure', 'clean', false],
  ['sigmoid', 'scene', false],
  ['sigmoid', 'display', true],
  ['bilat', 'display', true],
  ['something that is not listed', 'scene', true],
] as const)('%s is in what modules of the stage %s are given, or before it: %s', (operation, stage, before) => {
  expect(comesBefore(operation, stage)).toBe(before);
});
