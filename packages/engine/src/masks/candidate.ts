import type { BlendParams } from '@chemigram/darktable';
import type { featherPieces, Finish, Guide, Mask, Picture, Raster, Size, SnapSource, Sources } from '@chemigram/mask';
import type { Layer, NamedForm } from '../develop/development.ts';
import type { Displayed, Geometry } from '../geometry/geometry.ts';
import type { Traced } from './outlines/traced.ts';
import type { InputChannels, WorkingSpace } from './ranges/channels.ts';
import type { RasterPlace } from './raster-file.ts';
import type { NativeRefinement } from './refined.ts';

/** How a mask is put into darktable. */
export type Strategy =
  | 'drawn forms'
  | 'parametric range'
  | 'drawn forms and parametric range'
  | 'traced outlines'
  | 'external raster';

/** The snaps of a mask, made before it is rasterised. */
export interface MadeSnaps extends SnapSource {
  /** Whether all were refused: each part is as it was drawn. */
  readonly areRefused: boolean;
  /** What was refused or kept as asked, each once. */
  notes(): string[];
}

/** What placing a mask may ask of the photo. Each is rendered only when a strategy needs it. */
export interface MaskSurroundings {
  /** Of the picture that the mask is put into. */
  readonly geometry: Geometry;
  /** Of the photo that it was seen in: the same where it is put into that. */
  readonly photo: Geometry;
  /** As `geometry`, made right for the renders that its forms are stored for: they are judged in others. */
  readonly written: Geometry;
  /** Size of the rasters that strategies are compared on: that of the preview. */
  readonly size: Size;
  /** Opacities of the mask's rasters. */
  readonly rasters: Pick<Sources, 'resolve'>;
  /** The displayed picture before this edit, sRGB, of `size`. */
  picture(): Promise<Picture>;
  /** The module's input, of `size`. */
  input(): Promise<InputChannels>;
  /** The module's input as darktable feathers masks along it, of `size`. */
  guide(): Promise<Guide>;
  /** darktable's opacity by detail at each of these levels of `details`, of `size`. */
  details(levels: readonly number[]): Promise<(level: number) => Raster>;
  /** Moves what of a mask is to be snapped to the edges of that picture. */
  snaps(mask: Mask, sources: Sources): Promise<MadeSnaps>;
  /** A soft outline of many points in pieces, see featherPieces. */
  part(...args: Parameters<typeof featherPieces>): Promise<ReturnType<typeof featherPieces>>;
  /** A mask outlined, as it is finished: `asked` is what it covers. */
  trace(mask: Finish, asked: Raster, displayed: Displayed, name: string): Promise<Traced | null>;
  /** Where an external raster may be kept, or null where the installed darktable reads none. */
  readonly rasterPlace: RasterPlace | null;
}

/** One way to put a mask into darktable, and what darktable would do. */
export interface Candidate {
  readonly strategy: Strategy;
  readonly blend: BlendParams;
  readonly forms: readonly NamedForm[];
  /**
   * The modules that the blend takes a raster from, where there is one; they are written only now: most masks that are
   * looked at are never used.
   * @param asked as it was in the question, at the size of raster files
   */
  readonly sources?: (asked: Raster) => Promise<readonly Layer[]>;
  readonly predicted: Raster;
  /**
   * Whether what it disagrees by is how the pixels of this size round: at others, and in an export, they round otherwise, and
   * what is finer here would be coarser there.
   */
  readonly isRounded?: boolean;
}

/** What is to be put into darktable. */
export interface PlacingTask {
  readonly mask: Mask;
  readonly id: string;
  readonly name: string;
  readonly space: WorkingSpace;
  readonly at: MaskSurroundings;
  readonly asked: Raster;
  readonly sources: Sources;
  /** Where darktable refines the mask itself, after it was placed unrefined. */
  readonly native: NativeRefinement | null;
  /** The only way that it may be put there; null for any. */
  readonly only: Strategy | null;
  /** Whether nothing so far agrees well enough to be used without a warning. */
  readonly isPoor: () => boolean;
}

/** A candidate this good is taken without trying costlier ones. */
const GOOD = { agreement: 0.985, error: 0.01 };
export const isGood = (agreement: number, error: number): boolean => agreement >= GOOD.agreement && error <= GOOD.error;
/** A soft edge that is wrong all along weighs more than a rim of pixels at half opacity. */
const ERROR_WEIGHT = 3;
/** What candidates are chosen by, the more the better: agreement and mean error are shares, 0..1. */
export const score = (agreement: number, error: number): number => agreement - ERROR_WEIGHT * error;
