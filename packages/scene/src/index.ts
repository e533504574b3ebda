export { makeScene, MASK_NAMES, type MaskName, type Scene, type SceneOptions } from './scene.ts';
export { randomStream } from './noise.ts';
export { type DngOptions, type Orientation, writeDng } from './dng.ts';
export { type PngOptions, writePng } from './png.ts';
export { truthMask, type TruthMaskSize } from './truth-mask.ts';
export { asShotNeutral, CAMERA } from './camera.ts';
