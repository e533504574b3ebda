/**
 * The orders of modules that darktable has built in: names in the order of the pipe. Facts of darktable 5.4; 4.2 and
 * 5.0 have the same without the modules that they lack, and skip names that they do not know.
 */

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Version 1: before 3.0. */
const LEGACY = names(`
  rawprepare invert temperature rasterfile highlights cacorrect hotpixels rawdenoise demosaic mask_manager
  denoiseprofile tonemap exposure spots retouch lens cacorrectrgb ashift liquify rotatepixels scalepixels
  flip enlargecanvas clipping toneequal crop overlay graduatednd basecurve bilateral profile_gamma
  hazeremoval colorin channelmixerrgb diffuse censorize negadoctor blurs basicadj primaries
  colorreconstruct colorchecker defringe equalizer vibrance colorbalance colorequal colorbalancergb
  colorize colortransfer colormapping bloom nlmeans globaltonemap shadhi atrous bilat colorzones lowlight
  monochrome sigmoid agx filmic filmicrgb colisa zonesystem tonecurve levels rgblevels rgbcurve relight
  colorcorrection sharpen lowpass highpass grain lut3d colorcontrast colorout channelmixer soften vignette
  splittoning velvia clahe finalscale overexposed rawoverexposed dither borders watermark gamma
`);

/** Version 2, "v3.0 RAW": linear light from the start. */
const V30_RAW = names(`
  rawprepare invert temperature rasterfile highlights cacorrect hotpixels rawdenoise demosaic
  denoiseprofile bilateral rotatepixels scalepixels lens cacorrectrgb hazeremoval ashift flip enlargecanvas
  overlay clipping liquify spots retouch exposure mask_manager tonemap toneequal crop graduatednd
  profile_gamma equalizer colorin channelmixerrgb diffuse censorize negadoctor blurs primaries nlmeans
  colorchecker defringe atrous lowpass highpass sharpen colortransfer colormapping channelmixer
  basicadj colorbalance colorequal colorbalancergb rgbcurve rgblevels basecurve filmic sigmoid agx
  filmicrgb lut3d colisa tonecurve levels shadhi zonesystem globaltonemap relight bilat colorcorrection
  colorcontrast velvia vibrance colorzones bloom colorize lowlight monochrome grain soften splittoning
  vignette colorreconstruct colorout clahe finalscale overexposed rawoverexposed dither borders watermark
  gamma
`);

/** `order` with one module moved to right after another. */
const moved = (order: readonly string[], operation: string, after: string): readonly string[] =>
  order.flatMap((name) => (name === operation ? [] : name === after ? [name, operation] : [name]));

/** Developed pictures: the input profile comes before everything that wants linear light. */
const ENCODED = moved(V30_RAW, 'colorin', 'demosaic');

/** From v5.0 on the picture is scaled to its final size before the output profile, not after. */
const finalScaleEarly = (order: readonly string[]): readonly string[] => moved(order, 'finalscale', 'colorreconstruct');

/** Modules in order, by darktable's `iop_order_version`. */
export const BUILTIN_ORDERS: Readonly<Record<number, readonly string[]>> = {
  1: LEGACY,
  2: V30_RAW,
  // Version 3 has agx before sigmoid, where all others have it after.
  3: moved(ENCODED, 'agx', 'filmic'),
  4: finalScaleEarly(V30_RAW),
  5: finalScaleEarly(ENCODED),
};

/**
 * Where darktable 5.4 puts modules that a stored list does not name, because it is older than they are:
 * [module, goes right before].
 */
export const LATER_MODULES: ReadonlyArray<readonly [operation: string, before: string]> = [
  ['negadoctor', 'nlmeans'],
  ['channelmixerrgb', 'negadoctor'],
  ['censorize', 'negadoctor'],
  ['primaries', 'negadoctor'],
  ['colorbalancergb', 'rgbcurve'],
  ['cacorrectrgb', 'ashift'],
  ['crop', 'graduatednd'],
  ['enlargecanvas', 'flip'],
  ['overlay', 'enlargecanvas'],
  ['diffuse', 'colorbalance'],
  ['blurs', 'nlmeans'],
  ['sigmoid', 'filmicrgb'],
  ['agx', 'filmicrgb'],
  ['colorequal', 'colorbalancergb'],
  ['rasterfile', 'highlights'],
];
