export { MASK_NAMES, type MaskName } from './mask-names.ts';
export { makeScene, type Scene, type SceneOptions } from './scene.ts';
export { randomStream } from './fields/noise.ts';
export { type DngOptions, type Orientation, writeDng } from './files/dng.ts';
export { type PngOptions, writePng } from './files/png.ts';
export { truthMask, type TruthMaskSize } from './truth-mask.ts';
export { asShotNeutral, CAMERA } from './files/camera.ts';
