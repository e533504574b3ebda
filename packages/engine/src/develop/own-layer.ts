import { BLEND_CST, blendDefaults, moduleCodec } from '@chemigram/darktable';
import type { Value } from '@chemigram/darktable';
import type { Layer } from './development.ts';

/** A module that darktable has once per photo: this takes the place of what the baseline says of it. */
export function ownLayer(operation: string, version: number, params: Readonly<Record<string, Value>>): Layer {
  const codec = moduleCodec(operation, version);
  const known = Object.fromEntries(Object.entries(params).filter(([name]) => name in codec.defaults));
  return {
    operation,
    version: codec.version,
    params: codec.write(known),
    name: '',
    blend: blendDefaults(BLEND_CST.NONE),
    forms: [],
    single: true,
  };
}
