import { ChemigramError, nearestNames } from '@chemigram/errors';
import { AGX_V7 } from './agx.ts';
import { ASHIFT_V3, ASHIFT_V4, ASHIFT_V5 } from './ashift.ts';
import { ATROUS_V2 } from './atrous.ts';
import { BILAT_V3 } from './bilat.ts';
import { BLOOM_V1 } from './bloom.ts';
import { CHANNELMIXERRGB_V3 } from './channelmixerrgb.ts';
import { codecOf, type ModuleCodec } from './codec.ts';
import { COLORBALANCERGB_V5 } from './colorbalancergb.ts';
import { COLOREQUAL_V4 } from './colorequal.ts';
import { COLORIN_V7 } from './colorin.ts';
import { COLORZONES_V5 } from './colorzones.ts';
import { CROP_V1, CROP_V2, CROP_V3 } from './crop.ts';
import { DEFRINGE_V1 } from './defringe.ts';
import { DENOISEPROFILE_V11, DENOISEPROFILE_V12 } from './denoiseprofile.ts';
import { DIFFUSE_V2 } from './diffuse.ts';
import { EXPOSURE_V6, EXPOSURE_V7 } from './exposure.ts';
import { FILMICRGB_V6 } from './filmicrgb.ts';
import { FLIP_V2 } from './flip.ts';
import { GRADUATEDND_V1 } from './graduatednd.ts';
import { GRAIN_V2 } from './grain.ts';
import { HAZEREMOVAL_V1, HAZEREMOVAL_V3 } from './hazeremoval.ts';
import { LENS_V10, LENS_V6 } from './lens.ts';
import { LOWPASS_V4 } from './lowpass.ts';
import { RASTERFILE_V1 } from './rasterfile.ts';
import { RAWPREPARE_V2 } from './rawprepare.ts';
import { RETOUCH_V3 } from './retouch.ts';
import { SHARPEN_V1 } from './sharpen.ts';
import { SIGMOID_V1 } from './sigmoid.ts';
import { SOFTEN_V1 } from './soften.ts';
import { TEMPERATURE_V3, TEMPERATURE_V4 } from './temperature.ts';
import { TONEEQUAL_V2 } from './toneequal.ts';
import { VIGNETTE_V4 } from './vignette.ts';

export type { ModuleCodec } from './codec.ts';
export { LENS_CORRECTION, LENS_METHOD } from './lens.ts';
export { LINEAR_REC2020 } from './colorin.ts';
export { isOfXTrans } from './demosaic.ts';
export { RETOUCH_FORMS, retouchParams, type RetouchAlgorithm, type RetouchForm } from './retouch.ts';
export type { Field, FieldType, Params, Value } from './layout.ts';

/**
 * Every version that can be read. Of each operation the oldest stands first: that is the one to write, because newer
 * darktables upgrade it, while a version newer than the installed one is dropped silently.
 */
export const MODULES: readonly ModuleCodec[] = [
  EXPOSURE_V6,
  EXPOSURE_V7,
  COLORBALANCERGB_V5,
  COLOREQUAL_V4,
  COLORZONES_V5,
  SIGMOID_V1,
  FILMICRGB_V6,
  TONEEQUAL_V2,
  CHANNELMIXERRGB_V3,
  BILAT_V3,
  ATROUS_V2,
  SHARPEN_V1,
  HAZEREMOVAL_V1,
  HAZEREMOVAL_V3,
  DIFFUSE_V2,
  FLIP_V2,
  TEMPERATURE_V3,
  TEMPERATURE_V4,
  CROP_V1,
  CROP_V2,
  CROP_V3,
  ASHIFT_V5,
  ASHIFT_V4,
  ASHIFT_V3,
  RAWPREPARE_V2,
  RASTERFILE_V1,
  LENS_V6,
  LENS_V10,
  RETOUCH_V3,
  COLORIN_V7,
  LOWPASS_V4,
  GRAIN_V2,
  BLOOM_V1,
  VIGNETTE_V4,
  DEFRINGE_V1,
  DENOISEPROFILE_V11,
  DENOISEPROFILE_V12,
  AGX_V7,
  SOFTEN_V1,
  GRADUATEDND_V1,
].map(codecOf);

/**
 * The codec of a module's parameters; without a version, the one to write.
 *
 * @throws ChemigramError `unsupported_by_darktable` for an operation or version whose layout is not known.
 */
export function moduleCodec(operation: string, version?: number): ModuleCodec {
  const versions = MODULES.filter((module) => module.operation === operation);
  const found = version === undefined ? versions[0] : versions.find((module) => module.version === version);
  if (found) return found;
  const known =
    versions.length > 0
      ? `known versions: ${versions.map((module) => module.version).join(', ')}`
      : `nearest known modules: ${nearestNames(operation, new Set(MODULES.map((module) => module.operation))).join(', ')}`;
  throw new ChemigramError(
    'unsupported_by_darktable',
    `The parameters of module "${operation}"${version === undefined ? '' : ` version ${version}`} have no known layout`,
    { field: versions.length > 0 ? 'version' : 'operation', hint: known },
  );
}
