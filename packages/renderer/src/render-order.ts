/** One picture to develop. All that can change the result stands in here, so equal orders give equal pictures. */
export interface RenderOrder {
  /** Absolute path of the raw or picture; it is only read, through a link in a folder of our own. */
  readonly source: string;
  /** The sidecar to develop with; null lets darktable apply its own defaults. A sidecar beside the source is not read. */
  readonly xmp: string | null;
  /** The result fits into this box, in pixels, never enlarged; null is the full size. */
  readonly box: number | null;
  readonly format: 'jpeg' | 'png' | 'tiff' | 'pfm';
  /**
   * `srgb` for people; `linear` is linear Rec. 2020, unclipped in a float format; `linear-srgb` is light in the colours of
   * sRGB, as tone mappers see to it that these are kept to where the result is to be sRGB.
   */
  readonly profile: 'srgb' | 'linear' | 'linear-srgb';
  /** JPEG quality 1..100. */
  readonly quality?: number;
  /** Bits per channel of PNG and TIFF; 32 is float, TIFF only. */
  readonly bits?: 8 | 16 | 32;
  /** TIFF only; false for pictures that are read once, right away. */
  readonly compress?: boolean;
  /** darktable's own high quality resampling: develop at full size, then shrink. For exports. */
  readonly highQuality?: boolean;
  /** darktable's variables whose values the report shall tell: "EXIF.LENS". See told.ts. */
  readonly asks?: readonly string[];
}

/** What came of it. */
export interface RenderReport {
  readonly path: string;
  /** Size of the displayed picture at full size: after orientation, lens correction and crop. */
  readonly full: { readonly width: number; readonly height: number };
  /** Pixels of the rendered picture per full-size pixel, where darktable says it (4.2); else null: it is that of the sizes. */
  readonly scale: number | null;
  /** The modules that darktable says it ran, in pipe order, one entry per instance. */
  readonly modules: readonly string[];
  /** What was lost, by darktable's log (`answers/log.ts`) or by the history in the picture (`answers/loaded-as-asked.ts`). Empty when all went well. */
  readonly trouble: readonly string[];
  /** The values of what the order asks, in its order; empty text for what the photo does not say. */
  readonly told: readonly string[];
  /** Whether darktable gave back the history that it loaded, so that it was compared with the sidecar. */
  readonly proved: boolean;
  /** By a darktable that stays, or by a darktable-cli of its own. */
  readonly way: 'warm' | 'cold';
  /** Why it had to be done twice, where a warm darktable failed at it first. */
  readonly repeated?: string;
  readonly milliseconds: number;
}

export interface RenderCall {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Whose picture it is: darktables are shared fairly between photos. Without it, each source is a photo. */
  readonly photo?: string;
  /** The source is a picture that we made, and nobody changes or removes it while it is developed. */
  readonly isOurs?: boolean;
  /** For who asks through a cache: called when it is asked of darktable, alone or together with others, or is there. */
  readonly onAsked?: () => void;
  /** Called when darktable has been given its order: what else there is to do delays its start no more. */
  readonly onBegun?: () => void;
  /** Nobody waits for it yet, and it is given up when something is asked. */
  readonly ahead?: boolean;
}

/** The one small type that darktable stands behind, whichever way it renders. */
export interface Renderer {
  /** How pictures are rendered now, and why not warm where they are not. */
  readonly way: { readonly kind: 'warm' } | { readonly kind: 'cold'; readonly why: string };
  readonly program: string;
  /** `4.2.1` */
  readonly version: string;
  /**
   * Develops `order` into the new file `out`.
   * Throws unsupported_by_darktable (the sidecar holds what this version surely does not read), darktable_failed,
   * render_timeout, cancelled, not_found (the source).
   */
  render(order: RenderOrder, out: string, call?: RenderCall): Promise<RenderReport>;
  /** Has ready what a next picture to be looked at needs; nothing where each is made from the start. */
  getReady(): Promise<void>;
  /** Kills what runs and removes its folders. */
  close(): Promise<void>;
}

/** Whose picture an order is. */
export const photoOf = ({ source }: RenderOrder, { photo }: RenderCall): string => photo ?? source;

export const FILE_ENDINGS: Readonly<Record<RenderOrder['format'], string>> = {
  jpeg: 'jpg',
  png: 'png',
  tiff: 'tif',
  pfm: 'pfm',
};
