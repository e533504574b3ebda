/**
 * Which versions of what each darktable reads: a fact that darktable itself does not tell, for what is newer is dropped
 * by 4.2 with a line in its log, and by 5.x read as whatever stood in memory, without a word.
 *
 * Sources: the number in each module's DT_MODULE_INTROSPECTION or DT_MODULE (src/iop), DEVELOP_BLEND_VERSION
 * (src/develop/blend.h) and DEVELOP_MASKS_VERSION (src/develop/masks.h) of the releases, compared with what
 * `dt_module_mod_version` of the modules built by Debian returns. Blend 12 came and went between releases.
 */
export const RELEASES = ['4.2.1', '5.0.1', '5.4.1'] as const;

/** First darktable whose formats are written: the compiler takes the oldest version of a module that does the job. */
export const OLDEST_DARKTABLE = '4.2';
/** First darktable with the module "external raster masks"; of RELEASES, 5.4.1 is the first that has it. */
export const RASTER_FILE_SINCE = '5.2';

/** Whether a darktable is of a version or newer, both as `5.2` or `5.2.1` write them; patches count for nothing. */
export function isSince(darktable: string, version: string): boolean {
  const [[major, minor], [since, point]] = [darktable, version].map((text) => text.split('.').map(Number)) as [
    [number, number],
    [number, number],
  ];
  return major > since || (major === since && minor >= point);
}

/** Of one thing, its version per release; 0 where that release does not have it. */
export type VersionPerRelease = readonly [number, number, number];

export const BLEND_VERSIONS: VersionPerRelease = [11, 13, 14];
export const FORM_VERSIONS: VersionPerRelease = [6, 6, 6];

/** Modules that stayed as they were, by their version. */
const UNCHANGED: Readonly<Record<number, string>> = {
  1:
    'bilateral bloom blurs cacorrectrgb censorize clahe colisa colorcorrection colormapping colortransfer defringe ' +
    'equalizer finalscale gamma graduatednd highpass hotpixels liquify lowlight rawoverexposed relight rgbcurve ' +
    'rgblevels rotatepixels scalepixels sharpen soften splittoning tonemap zonesystem',
  2:
    'atrous basicadj cacorrect channelmixer colorchecker colorcontrast colorize diffuse flip grain invert levels ' +
    'mask_manager monochrome negadoctor nlmeans profile_gamma rawdenoise rawprepare spots toneequal velvia vibrance',
  3: 'bilat channelmixerrgb colorbalance colorreconstruct filmic globaltonemap lut3d overexposed retouch',
  4: 'highlights lowpass vignette',
  5: 'ashift clipping colorbalancergb colorout colorzones shadhi tonecurve',
  6: 'basecurve filmicrgb',
  7: 'colorin',
};

const CHANGED: Readonly<Record<string, VersionPerRelease>> = {
  agx: [0, 0, 7],
  borders: [3, 4, 4],
  colorequal: [0, 4, 4],
  crop: [1, 1, 3],
  demosaic: [4, 4, 6],
  denoiseprofile: [11, 11, 12],
  dither: [1, 2, 2],
  enlargecanvas: [0, 1, 1],
  exposure: [6, 6, 7],
  hazeremoval: [1, 2, 3],
  lens: [6, 10, 10],
  overlay: [0, 1, 1],
  primaries: [0, 1, 1],
  rasterfile: [0, 0, 1],
  sigmoid: [1, 3, 3],
  temperature: [3, 4, 4],
  watermark: [5, 6, 7],
};

/** Every module's version per release, by the name that it has in a history. */
export const MODULE_VERSIONS: ReadonlyMap<string, VersionPerRelease> = new Map<string, VersionPerRelease>([
  ...Object.entries(UNCHANGED).flatMap(([version, names]) => {
    const v = Number(version);
    return names.split(' ').map((name): [string, VersionPerRelease] => [name, [v, v, v]]);
  }),
  ...Object.entries(CHANGED),
]);
