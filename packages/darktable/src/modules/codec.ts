import { ChemigramError } from '@chemigram/errors';
import { byteLengthOf, readFields, writeFields, type Field, type Params, type Value } from './layout.ts';

/** What a module's file states about one version of its parameters. */
export interface ModuleLayout {
  readonly operation: string;
  readonly version: number;
  /** The space that the module works in, hence its masks too: Lab (blend_cst 2) or scene-referred RGB (4). */
  readonly blendColorspace: 'rgb_scene' | 'lab';
  /** Whether darktable blends this module through masks at all; if not, blendColorspace means nothing. */
  readonly masks: boolean;
  readonly fields: readonly Field[];
}

/** Reads and writes the parameter bytes of one version of one module. */
export interface ModuleCodec {
  readonly operation: string;
  readonly version: number;
  readonly byteLength: number;
  readonly fields: readonly Field[];
  readonly defaults: Readonly<Record<string, Value>>;
  readonly blendColorspace: 'rgb_scene' | 'lab';
  readonly masks: boolean;
  /** @throws ChemigramError `unsupported_by_darktable` when the length is not this version's. */
  read(bytes: Uint8Array): Params;
  /**
   * Fills absent fields with the defaults.
   * @throws ChemigramError `internal` for an unknown field, `out_of_range` beyond darktable's hard limits.
   */
  write(params: Partial<Params>): Uint8Array;
}

/** The codec of a layout. */
export function codecOf(layout: ModuleLayout): ModuleCodec {
  const { operation, version, fields, blendColorspace, masks } = layout;
  const owner = `${operation} version ${version}`;
  const byteLength = byteLengthOf(fields);
  return {
    operation,
    version,
    byteLength,
    fields,
    defaults: Object.freeze(Object.fromEntries(fields.map((field) => [field.name, field.default]))),
    blendColorspace,
    masks,
    read(bytes) {
      if (bytes.length !== byteLength) {
        throw new ChemigramError(
          'unsupported_by_darktable',
          `Reading the parameters of ${owner}: got ${bytes.length} bytes, this version has ${byteLength}`,
          { field: 'params', hint: 'The sidecar was written by another darktable, or is damaged.' },
        );
      }
      return readFields(fields, bytes);
    },
    write: (params) => writeFields(owner, fields, params),
  };
}
