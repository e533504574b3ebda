export { type BrushPixels, brushOpacity } from './brush-opacity.ts';
export { type EllipsePixels, ellipseOpacity } from './ellipse-opacity.ts';
export { type DrawnForm, FORM_NAMES, type FormName, type FormParams } from './forms.ts';
export { findSkyline } from './find/find-skyline.ts';
export type { FoundRegion } from './find/found-region.ts';
export { horizonOf } from './find/horizon-line.ts';
export { ramp } from './find/ramp.ts';
export { borderPixels, parts } from './find/regions.ts';
export { colourWays } from './find/saliency.ts';
export { skyRegionOf } from './find/sky-region.ts';
export { subjectRegionOf } from './find/subject-region.ts';
export { coverage, fromGrey, type Grey, toGrey } from './grey.ts';
export { Guide } from './guided-filter.ts';
export { type GradientPixels, gradientOpacity } from './gradient-opacity.ts';
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
} from './mask.ts';
export { hasRanges, isSnapped, maskId, needsPicture } from './mask-id.ts';
export { join, type Join } from './join.ts';
export { MASK_LANGUAGE } from './mask-language.ts';
export { compare, SELECTED, selectedFrom, strongestOf } from './measure.ts';
export { growRings, insetRings, shiftEdges, shrinkRing, strokeRings } from './offset-rings.ts';
export { outlineOpacity, smoothRing } from './outline-opacity.ts';
export { overlay, OVERLAY_STYLES, type OverlayStyle } from './overlay.ts';
export { parseMask } from './parse-mask.ts';
export { parsePoints } from './parse-snap.ts';
export { boxBlur, type Planes, planesOf } from './planes.ts';
export { rangeOpacity, rangeValue } from './range-opacity.ts';
export { rasterise, type Sources } from './rasterise.ts';
export { emptyRaster, HALF_STEP, occupied, recycle, sameAspect } from './raster.ts';
export type { Picture, Raster, Size } from './raster.ts';
export { type RectanglePixels, rectangleOpacity } from './rectangle-opacity.ts';
export { detailLevels, needsGuide, refineOfInverse, refineOpacity, type RefineSources } from './refine.ts';
export { type Filter, filtered, resample } from './resample.ts';
export { scale } from './scale.ts';
export { inStrips, STRIP } from './strips.ts';
export { halved } from './snap/levels.ts';
export { type Loosely, looselyInside } from './snap/loosely.ts';
export { snap, type SnapHints, type Snapped } from './snap/snap.ts';
export { Snaps } from './snap/snaps.ts';
export { boundingBox } from './selected.ts';
export { snappedParts, type SnapSource, unsnapped } from './snapped-parts.ts';
export { simplifyRing } from './simplify-ring.ts';
export { suggest, type Suggestion, type SuggestionKind, SUGGESTIONS } from './suggest/suggest.ts';
export { areaOf, fractionsOf, signedArea } from './rings.ts';
export { type TracedLevel, type TracedPolygon, traceLevels } from './trace-levels.ts';
export { traceWithin } from './trace-within.ts';
export { maskJsonSchema, maskSchema, type RangeFilter } from './wire.ts';
