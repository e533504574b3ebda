export { type BrushPixels, brushOpacity } from './opacity/brush-opacity.ts';
export { type EllipsePixels, ellipseOpacity } from './opacity/ellipse-opacity.ts';
export { type DrawnForm, FORM_NAMES, type FormName, type FormParams } from './language/forms.ts';
export { findSkyline } from './find/find-skyline.ts';
export type { FoundRegion } from './find/found-region.ts';
export { horizonOf } from './find/horizon-line.ts';
export { ramp } from './find/ramp.ts';
export { borderPixels, parts } from './find/regions.ts';
export { colourWays } from './find/saliency.ts';
export { skyRegionOf } from './find/sky-region.ts';
export { subjectRegionOf } from './find/subject-region.ts';
export { coverage, fromGrey, type Grey, toGrey } from './raster/grey.ts';
export { Guide } from './refine/guided-filter.ts';
export { type GradientPixels, gradientOpacity } from './opacity/gradient-opacity.ts';
export type {
  ComposeMask,
  DetectedMask,
  DrawnMask,
  Finish,
  LeafMask,
  Mask,
  NamedMask,
  Operation,
  RangeMask,
  RasterMask,
  ReferenceMask,
  Refine,
  Snap,
} from './language/mask.ts';
export { isSpecKey } from './language/hints.ts';
export { hasRanges, isSnapped, maskId, needsPicture } from './language/mask-id.ts';
export { join, type Join } from './opacity/join.ts';
export { MASK_LANGUAGE } from './language/mask-language.ts';
export { compare, SELECTED, selectedFrom, sidesPerPixel, strongestOf } from './raster/measure.ts';
export { featherPieces } from './outlines/feather-pieces.ts';
export { strokeRuns } from './outlines/stroke-runs.ts';
export { growRings, shiftEdges, shrinkRing, strokeRings, withTips } from './outlines/offset-rings.ts';
export { outlineOpacity, smoothRing } from './opacity/outline-opacity.ts';
export { overlay, OVERLAY_STYLES, type OverlayStyle } from './raster/overlay.ts';
export { parseMask } from './language/parse-mask.ts';
export { parsePoints } from './language/parse-snap.ts';
export { boxBlur, type Planes, planesOf } from './raster/planes.ts';
export { linearOf } from './raster/srgb.ts';
export { rangeOpacity, rangeValue } from './opacity/range-opacity.ts';
export { atOnce, type InSteps } from './opacity/at-once.ts';
export { rasterise, rasteriseInSteps, type Sources } from './opacity/rasterise.ts';
export { boxAround, boxOf, emptyRaster, HALF_STEP, occupied, recycle, sameAspect } from './raster/raster.ts';
export type { Picture, Raster, Size } from './raster/raster.ts';
export { type RectanglePixels, rectangleOpacity } from './opacity/rectangle-opacity.ts';
export { detailLevels, needsGuide, refineOfInverse, refineOpacity, type RefineSources } from './refine/refine.ts';
export { type Filter, filtered, resample } from './raster/resample.ts';
export { scale } from './opacity/scale.ts';
export { inStrips, STRIP } from './raster/strips.ts';
export { halved } from './snap/levels.ts';
export { type Loosely, looselyInside } from './snap/loosely.ts';
export type { SnapHints } from './snap/known.ts';
export { snap, type Snapped } from './snap/snap.ts';
export { Snaps } from './snap/snaps.ts';
export { bitsIn, boundingBox, selectedIn } from './raster/selected.ts';
export { snappedParts, type SnapSource, unsnapped } from './opacity/snapped-parts.ts';
export { simplifyRing } from './outlines/simplify-ring.ts';
export { suggest, type Suggestion, type SuggestionKind, SUGGESTIONS } from './suggest/suggest.ts';
export { areaOf, fractionsOf, signedArea } from './outlines/rings.ts';
export { type TracedLevel, type TracedPolygon, traceLevels } from './outlines/trace-levels.ts';
export { traceWithin } from './outlines/trace-within.ts';
export { maskJsonSchema, maskSchema, type RangeFilter } from './language/wire.ts';
