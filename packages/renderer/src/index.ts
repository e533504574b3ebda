export { openDarktableCli, workerCount } from './darktable-cli.ts';
export type { DarktableCliOptions } from './darktable-cli.ts';
export { findDarktable } from './find-darktable.ts';
export { readPfm, writePfm } from './pfm.ts';
export type { FloatPicture } from './pfm.ts';
export { openRenderCache } from './render-cache.ts';
export type { RenderCache, RenderCacheOptions } from './render-cache.ts';
export { FILE_ENDINGS } from './render-order.ts';
export type { RenderCall, RenderOrder, RenderReport, Renderer } from './render-order.ts';
