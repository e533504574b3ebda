import { readDefinitions } from './definitions.ts';
import { type MaskDefinition, maskDefinitionSchema } from './mask-schema.ts';

/** A named mask and the file that defines it. */
export interface LoadedMask extends MaskDefinition {
  readonly file: string;
}

/** The named masks of packs, `masks/NAME.maskdef` in each, by name; see readDefinitions for order and errors. */
export function loadMasks(packDirs: readonly string[]): Promise<Map<string, LoadedMask>> {
  return readDefinitions(packDirs, {
    what: 'Mask file',
    folder: 'masks',
    extension: '.maskdef',
    schema: maskDefinitionSchema,
  });
}
