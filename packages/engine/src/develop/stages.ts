/**
 * Where in darktable's pipe a move's modules stand.
 *
 * All moves of one stage form one block, in the order of the recipe: a move acts on the picture as it was before it,
 * which is what the photographer saw when they asked for it. A range mask therefore keeps meaning the same pixels when
 * a later move changes them, and no move's input depends on a later move.
 */
export type BlockStage = 'repair' | 'scene' | 'display';
/** In the order of the pipe. */
export const BLOCK_STAGES: readonly BlockStage[] = ['repair', 'scene', 'display'];
/** Modules of framing have no block: darktable has each of them once, at its own place before all edits. */
export type Stage = BlockStage | 'geometry';

/** Spots: before all edits and before the crop, so that a source may lie beyond it. darktable's own place for them. */
const REPAIR: BlockStage = 'repair';
/** Linear, scene-referred light in the working profile, just before the tone mapper. The usual place. */
const SCENE: BlockStage = 'scene';
/** After the tone mapper: modules that expect a picture of limited range. darktable's own order has them there. */
const DISPLAY: BlockStage = 'display';

const STAGES: Readonly<Record<string, Stage>> = {
  retouch: REPAIR,
  exposure: SCENE,
  toneequal: SCENE,
  channelmixerrgb: SCENE,
  colorbalancergb: SCENE,
  diffuse: SCENE,
  atrous: SCENE,
  hazeremoval: SCENE,
  sharpen: SCENE,
  lowpass: SCENE,
  bilat: DISPLAY,
  grain: DISPLAY,
  bloom: DISPLAY,
  crop: 'geometry',
  ashift: 'geometry',
  lens: 'geometry',
};

export const stageOf = (operation: string): Stage => STAGES[operation] ?? SCENE;

/** Whether a module of one stage works on what a module of the other gives, moves of the same stage in their order. */
export const comesBefore = (operation: string, stage: BlockStage): boolean => {
  const own = stageOf(operation);
  return own !== 'geometry' && BLOCK_STAGES.indexOf(own) <= BLOCK_STAGES.indexOf(stage);
};

/** A stage's block stands before the first, or behind the last, of these that the pipe order has. */
export const STAGE_ENDS: Readonly<
  Record<BlockStage, { readonly before: readonly string[] } | { readonly behind: string }>
> = {
  repair: { behind: 'retouch' },
  scene: { before: ['basecurve', 'filmic', 'filmicrgb', 'sigmoid', 'agx'] },
  display: { before: ['finalscale', 'colorout'] },
};

/** Modules that turn the sensor's data into a picture in the working profile, and that into a file. Always kept. */
export const TECHNICAL: readonly string[] = [
  'rawprepare',
  'temperature',
  'highlights',
  'demosaic',
  'colorin',
  'colorout',
  'gamma',
  'finalscale',
  'mask_manager',
];

/** Modules that move pixels: orientation, lens, perspective, rotation, crop. They decide the geometry. */
export const GEOMETRIC: readonly string[] = [
  'rawprepare',
  'flip',
  'rotatepixels',
  'scalepixels',
  'lens',
  'ashift',
  'clipping',
  'crop',
  'liquify',
  'enlargecanvas',
  'borders',
];

/** Those of them that take the picture as it is away from the sensor's frame, orientation aside. */
export const FRAMING: readonly string[] = GEOMETRIC.filter(
  (operation) => !['rawprepare', 'flip', 'rotatepixels', 'scalepixels'].includes(operation),
);
