import { ChemigramError } from '@chemigram/errors';
import { type Mask, parseMask, type Size } from '@chemigram/mask';
import { bboxOf, type Point, NOTES_MAX, type Region, REGIONS_MAX, VERTICES_MAX } from '@chemigram/providers/protocol';
import { z } from 'zod';

/** A vision model that points at the very edge may go past it by so much; what is farther out was meant otherwise. */
const OVERSHOOT = 0.02;
const SHOWN_CHARACTERS = 120;
const LABEL_CHARACTERS = 100;
const NOTE_CHARACTERS = 300;

const within = z
  .number()
  .min(-OVERSHOOT)
  .max(1 + OVERSHOOT)
  .transform((c) => Math.min(1, Math.max(0, c)));
const ring = z
  .array(z.tuple([within, within]))
  .min(3)
  .max(VERTICES_MAX);

const regionSchema = z.object({
  label: z.string().min(1).max(LABEL_CHARACTERS),
  confidence: z.number().min(0).max(1),
  vertices: ring,
  holes: z.array(ring).default([]),
});
const answerSchema = z.object({ regions: z.array(z.unknown()) });

/** What a vision model answered, as far as it can be used. */
export interface Outlines {
  readonly regions: Region[];
  /** What was left out or repaired, a sentence each. */
  readonly notes: string[];
}

/**
 * The regions in a vision model's answer: JSON, alone or among words. A region that is none is left out and told of;
 * outlines that cross themselves are repaired as those of any mask.
 *
 * @param picture its aspect counts
 * @throws ChemigramError provider_failed when there is no such JSON, or no region of it can be used
 */
export function readAnswer(text: string, picture: Size): Outlines {
  const { success, data } = answerSchema.safeParse(jsonIn(text));
  if (!success) {
    const began = JSON.stringify(text.slice(0, SHOWN_CHARACTERS));
    throw new ChemigramError('provider_failed', `The model's answer is no JSON with "regions"; it begins ${began}.`, {
      hint: 'Try again, or take a model that keeps to a form.',
    });
  }
  const notes: string[] = [];
  const given = data.regions.slice(0, REGIONS_MAX);
  if (given.length < data.regions.length)
    notes.push(`${data.regions.length} regions were answered; the first ${REGIONS_MAX} are kept.`);
  const regions = given.flatMap((region, index): Region[] => {
    try {
      return regionOf(region, picture, index + 1, notes);
    } catch (thrown) {
      if (!(thrown instanceof ChemigramError)) throw thrown;
      notes.push(`Region ${index + 1} was left out: ${thrown.message}`);
      return [];
    }
  });
  if (regions.length === 0 && given.length > 0) {
    throw new ChemigramError(
      'provider_failed',
      `None of the ${given.length} regions of the model's answer is one. ${notes[0] ?? ''}`,
      {
        hint: 'Try again, or take a model that points better.',
      },
    );
  }
  return { regions: regions.slice(0, REGIONS_MAX), notes: fewOf(notes) };
}

/** As many notes as the protocol allows beside one of whoever asks, none longer than it allows. */
function fewOf(notes: readonly string[]): string[] {
  const most = NOTES_MAX - 2;
  const more = notes.length > most ? [`${notes.length - most} more like these.`] : [];
  return [...notes.slice(0, most).map((note) => note.slice(0, NOTE_CHARACTERS)), ...more];
}

/** @throws ChemigramError for what is no region */
function regionOf(value: unknown, picture: Size, number: number, notes: string[]): Region[] {
  const { success, data, error } = regionSchema.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw new ChemigramError('provider_failed', `${issue!.path.join('.')}: ${issue!.message}.`);
  }
  const { label, confidence, vertices, holes } = data;
  const parsed = parseMask({ dt_form: 'path', dt_params: { vertices, holes } }, picture);
  notes.push(...parsed.notes.map((note) => `Region ${number}: ${note}`));
  return outlinesOf(parsed.mask).map((outline) => ({ label, confidence, ...outline, bbox: bboxOf(outline.vertices) }));
}

/** The outlines of a mask that was made from one: itself, or the pieces that it was repaired into. */
function outlinesOf(mask: Mask): { vertices: Point[]; holes: Point[][] }[] {
  if (mask.kind === 'compose') return mask.operands.flatMap(outlinesOf);
  if (!('dt_form' in mask) || mask.dt_form !== 'path') return [];
  const { vertices, holes } = mask.dt_params;
  return [{ vertices, holes }];
}

/** The JSON object in a text: from its first brace to its last, whatever is said before and after. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}
