import type { IopInstance } from '@chemigram/darktable';

/**
 * Where in darktable's pipe a move's modules stand.
 *
 * All moves of one stage form one block, in the order of the recipe: a move acts on the picture as it was before it,
 * which is what the photographer saw when they asked for it. A range mask therefore keeps meaning the same pixels when
 * a later move changes them, and no move's input depends on a later move.
 */
export type BlockStage = 'repair' | 'clean' | 'scene' | 'display';
/**
 * Modules of framing have no block: darktable has each of them once, at its own place before all edits. Nor has a tone
 * mapper: there is one at a time, at its own place between the blocks.
 */
export type Stage = BlockStage | 'geometry' | 'tone_mapper';
/** In the order of the pipe. */
export const BLOCK_STAGES: readonly BlockStage[] = ['repair', 'clean', 'scene', 'display'];
const PIPE: readonly Stage[] = ['geometry', 'repair', 'clean', 'scene', 'tone_mapper', 'display'];

/** Spots: before all edits and before the crop, so that a source may lie beyond it. darktable's own place for them. */
const REPAIR: BlockStage = 'repair';
/**
 * What noise and a lens left: as soon as the light is in the working profile, where masks mean what they say, and before
 * edits that would make it stronger. darktable's own places for these stand among the camera's colours, just before.
 */
const CLEAN: BlockStage = 'clean';
/** Linear, scene-referred light in the working profile, just before the tone mapper. The usual place. */
const SCENE: BlockStage = 'scene';
/** After the tone mapper: modules that expect a picture of limited range. darktable's own order has them there. */
const DISPLAY: BlockStage = 'display';

const STAGES: Readonly<Record<string, Stage>> = {
  retouch: REPAIR,
  denoiseprofile: CLEAN,
  defringe: CLEAN,
  exposure: SCENE,
  toneequal: SCENE,
  channelmixerrgb: SCENE,
  colorbalancergb: SCENE,
  colorequal: SCENE,
  colorzones: SCENE,
  vignette: SCENE,
  diffuse: SCENE,
  atrous: SCENE,
  hazeremoval: SCENE,
  sharpen: SCENE,
  lowpass: SCENE,
  bilat: DISPLAY,
  grain: DISPLAY,
  bloom: DISPLAY,
  soften: DISPLAY,
  sigmoid: 'tone_mapper',
  filmicrgb: 'tone_mapper',
  agx: 'tone_mapper',
  crop: 'geometry',
  ashift: 'geometry',
  flip: 'geometry',
  lens: 'geometry',
};

/** Where a module of darktable stands; one that is not listed, in the scene. */
export const stageOf = (operation: string): Stage => STAGES[operation] ?? SCENE;

/** Whether a module of one stage works on what a module of the other gives, moves of the same stage in their order. */
export const comesBefore = (operation: string, stage: BlockStage): boolean => {
  const own = stageOf(operation);
  return own !== 'geometry' && PIPE.indexOf(own) <= PIPE.indexOf(stage);
};

/** Modules that bring scene light into the range of a display. */
export const TONE_MAPPERS: readonly string[] = ['basecurve', 'filmic', 'filmicrgb', 'sigmoid', 'agx'];

/** A stage's block stands before the first, or behind the last, of these that the pipe order has. */
const STAGE_ENDS: Readonly<
  Record<BlockStage, { readonly before: readonly string[] } | { readonly behind: readonly string[] }>
> = {
  repair: { behind: ['retouch'] },
  // Of a developed picture the spots come behind the profile.
  clean: { behind: ['retouch', 'colorin'] },
  scene: { before: TONE_MAPPERS },
  display: { before: ['finalscale', 'colorout'] },
};

/** The index in the pipe order before which a stage's block stands. */
export function stageEnd(order: readonly IopInstance[], stage: BlockStage): number {
  const end = STAGE_ENDS[stage];
  if ('behind' in end) return order.findLastIndex(({ operation }) => end.behind.includes(operation)) + 1;
  // The order of before 3.0 has the base curve among the camera's colours, where masks do not mean what they say.
  const colours = order.findIndex(({ operation }) => operation === 'colorin');
  const at = order.findIndex(({ operation }, i) => i > colours && end.before.includes(operation));
  return at === -1 ? order.length : at;
}

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

/** Those that moves of framing may set, orientation among them. */
export const FRAMED_BY_HAND: readonly string[] = [...FRAMING, 'flip'];
