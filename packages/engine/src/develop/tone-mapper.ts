import type { Sidecar } from '@chemigram/darktable';
import { withoutModules } from './baseline.ts';
import { stageOf, TONE_MAPPERS } from './stages.ts';

/**
 * One tone mapper at a time: the last that a move asks for takes the place of the others', and of what the baseline has.
 * Without such a move all stays as it is; what a style brought stays too.
 */
export function withOneToneMapper<Layer extends { readonly operation: string; readonly stored?: unknown }>(
  baseline: Sidecar,
  layers: readonly Layer[],
): { baseline: Sidecar; layers: readonly Layer[] } {
  const maps = ({ operation, stored }: Layer): boolean => stored === undefined && stageOf(operation) === 'tone_mapper';
  const last = layers.findLast(maps);
  if (last === undefined) return { baseline, layers };
  return {
    baseline: withoutModules(baseline, ({ operation }) => TONE_MAPPERS.includes(operation)),
    layers: layers.filter((layer) => !maps(layer) || layer === last),
  };
}
