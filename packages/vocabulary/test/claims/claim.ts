import type { FloatPicture } from '@chemigram/renderer';
import { contrastAt, gain, ZONES, type Zone } from '../measures.ts';

/** Something told from the picture without and with an edit. */
export type Measure = (before: FloatPicture, after: FloatPicture) => number;

/** What one parameter of a primitive promises of its pixels. */
export interface Claim {
  primitive: string;
  /** The parameter; `value` where the primitive has only that. */
  parameter?: string;
  /** What the other parameters are set to meanwhile; otherwise they stand at their defaults. */
  with?: Readonly<Record<string, number>>;
  says: string;
  /** What grows with the parameter. */
  grows: Measure;
  /** What `grows` is when nothing changed; null where the picture changes at the parameter's neutral value too. */
  neutral: 0 | 1 | null;
  /** What the primitive does not speak of (EV, or a ratio less 1): it stays within UNTOUCHED. */
  stays?: Measure;
  /** It speaks of the picture's frame, so it is measured on a picture of its own and not on a tile of a sheet. */
  framed?: true;
  /** Values of the parameter, in the order in which `grows` grows; the last one shows the edit at its strongest. */
  strengths: readonly number[];
}

/** EV. Most of it is the ripple between the bands of the tone equalizer, and what strong colours lose of light without colour. */
export const UNTOUCHED = 0.06;
/** A step of strength shows at least this much, in what `grows` measures. */
export const LEAST_STEP = 0.02;

/** Of a primitive from -100 to 100. */
export const BOTH_SIGNS = [-100, 50, 100] as const;

export const evOf =
  (zone: Zone): Measure =>
  (before, after) =>
    gain(before, after, zone);

/** Brightness, in EV. */
export const LIGHT = { all: evOf(ZONES.all), mid: evOf(ZONES.mid), dark: evOf(ZONES.dark), bright: evOf(ZONES.bright) };

/** How many times the contrast of structures of `radius` pixels is what it was. */
export const contrastRatio =
  (radius: number): Measure =>
  (before, after) =>
    contrastAt(after, radius) / contrastAt(before, radius);
