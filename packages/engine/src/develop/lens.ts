import { LENS_CORRECTION, LENS_METHOD } from '@chemigram/darktable';
import { ChemigramError } from '@chemigram/errors';
import { filledPart } from '../geometry/filled-part.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Layer } from './development.ts';
import { ownLayer } from './own-layer.ts';

/** What a photo was taken with, in darktable's words; empty or 0 where the photo does not say it. */
export interface TakenWith {
  readonly maker: string;
  readonly camera: string;
  readonly lens: string;
  /** Millimetres, f-number, metres. */
  readonly focal: number;
  readonly aperture: number;
  readonly distance: number;
}

/** What framing asks of a photo and the darktable at hand. */
export interface AskPhoto {
  readonly version: string;
  /** Where the pixels lie under layers of framing; `bare` without the framing of the baseline. */
  geometry(layers: readonly Layer[], bare?: boolean): Promise<Geometry>;
  /** Whether a layer changes any pixel of the bare photo. */
  changes(layer: Layer): Promise<boolean>;
  taken(): Promise<TakenWith>;
}

const ALL = LENS_CORRECTION.tca | LENS_CORRECTION.vignetting | LENS_CORRECTION.distortion;
/** As darktable itself supposes where the photo does not say how far the lens was focused. */
const FAR_M = 1000;
/** "The projection that the lens has": lensfun bends nothing for a projection that it does not know. */
const OWN_PROJECTION = 0;
/** What says that not all corrections are wanted. */
const CHOSEN = { modified: 1, target_geom: OWN_PROJECTION };

/**
 * The lens correction that does what is asked on this photo.
 *
 * All corrections are left to darktable: numbers that the photo carries, else lensfun's for its camera and lens, in a
 * size without empty corners. Fewer have to be spelt out, names and size included.
 *
 * darktable says nothing when it knows no correction: it runs the module and changes no pixel. So that is looked at.
 *
 * @param corrections bits of LENS_CORRECTION, at least one
 * @throws unsupported_by_darktable with camera and lens when no pixel would change
 */
export async function lensLayer(corrections: number, ask: AskPhoto): Promise<Layer> {
  const automatic = layerOf({ method: LENS_METHOD.embedded, modified: 0 });
  if (corrections === ALL) {
    // Its geometry is wanted anyway, and mostly answers.
    if ((await bends(automatic, ask)) || (await ask.changes(automatic))) return automatic;
    throw unknownLens(await ask.taken(), ask.version);
  }
  const embedded = fromPhoto(corrections);
  if (await ask.changes(embedded)) return embedded;
  const taken = await ask.taken();
  const params = fromDatabase(corrections, taken);
  const spelt = layerOf(params);
  if (await ask.changes(spelt)) {
    return (corrections & LENS_CORRECTION.distortion) === 0
      ? spelt
      : layerOf({ ...params, scale: await fillingScale(spelt, ask) });
  }
  throw (await ask.changes(automatic))
    ? onlyTogether(corrections, taken, ask.version)
    : unknownLens(taken, ask.version);
}

/**
 * The asked corrections that darktable has no numbers for on this photo, in words: it leaves those out and says nothing,
 * for many lenses of its database were measured in part. Up to two small renders each.
 *
 * @param corrections bits of LENS_CORRECTION of which at least one does something
 */
export async function lensWarnings(corrections: number, ask: AskPhoto): Promise<string[]> {
  const taken = await ask.taken();
  let missing = 0;
  for (const correction of Object.values(LENS_CORRECTION)) {
    if ((corrections & correction) === 0) continue;
    const known =
      (await ask.changes(layerOf(fromDatabase(correction, taken)))) || (await ask.changes(fromPhoto(correction)));
    if (!known) missing |= correction;
  }
  if (missing === 0) return [];
  return [
    `lens: darktable ${ask.version} has no numbers for ${namesOf(missing)} of ${nameOf(taken)}; only ` +
      `${namesOf(corrections & ~missing)} is corrected.`,
  ];
}

/** Some corrections by the numbers that the photo carries. */
const fromPhoto = (corrections: number): Layer =>
  layerOf({ ...CHOSEN, modify_flags: corrections, method: LENS_METHOD.embedded });

/** Some corrections by lensfun's: they want camera, lens and settings spelt out. */
const fromDatabase = (corrections: number, { camera, lens, focal, aperture, distance }: TakenWith) => ({
  ...CHOSEN,
  modify_flags: corrections,
  method: LENS_METHOD.lensfun,
  camera,
  lens: plainName(lens),
  focal,
  aperture,
  distance: distance || FAR_M,
});

const layerOf = (params: Readonly<Record<string, number | string>>): Layer => ownLayer('lens', 6, params);

/** Points per side at which two geometries are compared, and how far apart the same are, in stored diagonals. */
const COMPARED = 5;
const SAME = 1e-6;

/** Whether a layer moves pixels. */
async function bends(layer: Layer, ask: AskPhoto): Promise<boolean> {
  const [before, after] = [await ask.geometry([], true), await ask.geometry([layer], true)];
  const { width, height } = before.displayed;
  for (let i = 0; i < COMPARED * COMPARED; i++) {
    const [x, y] = [((i % COMPARED) / (COMPARED - 1)) * width, (Math.floor(i / COMPARED) / (COMPARED - 1)) * height];
    const [[u0, v0], [u1, v1]] = [before.toStored(x, y), after.toStored(x, y)];
    if (Math.hypot(u1 - u0, v1 - v0) > SAME) return true;
  }
  return false;
}

/** By how much the corrected picture is to be enlarged so that it shows only what the photo has. */
async function fillingScale(layer: Layer, ask: AskPhoto): Promise<number> {
  const [left, , right] = filledPart(await ask.geometry([], true), await ask.geometry([layer], true));
  return 1 / (right - left);
}

/** A lens as darktable asks lensfun for it: without alternatives and remarks. */
const plainName = (lens: string): string => /^.+?(?= or | \(|$)/.exec(lens)?.[0] ?? lens;

const nameOf = ({ maker, camera, lens }: TakenWith): string =>
  `${lens === '' ? 'a lens that the photo does not name' : `the lens "${lens}"`} on ${
    `${maker} ${camera}`.trim() === '' ? 'a camera that the photo does not name' : `the camera "${maker} ${camera}"`
  }`;

const namesOf = (corrections: number): string =>
  (['distortion', 'vignetting', 'tca'] as const).filter((name) => corrections & LENS_CORRECTION[name]).join(' and ');

const unknownLens = (taken: TakenWith, version: string): ChemigramError =>
  new ChemigramError(
    'unsupported_by_darktable',
    `lens: darktable ${version} knows no correction for ${nameOf(taken)}; nothing would change.`,
    {
      field: 'primitive_name',
      hint: 'Its lens database is lensfun: `lensfun-update-data` fetches the newest. Else leave lens out; straighten and perspective need no database.',
    },
  );

const onlyTogether = (corrections: number, taken: TakenWith, version: string): ChemigramError =>
  new ChemigramError(
    'unsupported_by_darktable',
    `lens: darktable ${version} knows no correction of ${namesOf(corrections)} alone for ${nameOf(taken)}.`,
    { field: 'values', hint: 'Leave the values out: all corrections together do change this photo.' },
  );
