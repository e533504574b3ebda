import { ChemigramError } from '@chemigram/errors';
import { z } from 'zod';
import { explainIssues, parseDocument } from '../documents/parse-document.ts';
import { readableJson } from '../documents/readable-json.ts';
import { storedLayersSchema, type StoredLayers } from './stored-layers.ts';

/** The file that holds the recipe, in the photo's folder and in every snapshot. */
export const RECIPE_FILE = 'edit.json';

/** A place of the picture that is repaired. Positions and lengths as in the mask language, in fractions. */
export interface Spot {
  kind: 'heal' | 'clone' | 'blur' | 'fill';
  /** A circle or an ellipse: its centre. */
  x?: number | undefined;
  y?: number | undefined;
  /** A circle: of the shorter side. */
  radius?: number | undefined;
  /** An ellipse: of the width and of the height, and degrees clockwise. */
  radius_x?: number | undefined;
  radius_y?: number | undefined;
  rotation?: number | undefined;
  /** An outline in place of all of these. */
  path?: number[][] | undefined;
  /** Feather outside the edge, of the shorter side. */
  border: number;
  /** Of a blur: how far it spreads, of the shorter side. */
  blur?: number | undefined;
  /** Where the middle of what is copied lies; of a fill, where its colour is taken; none of a blur. */
  source?: number[] | undefined;
}

/** One step of the edit: what is done, how strongly, where, and who asked for it. */
export interface Move {
  move_id: string;
  primitive: string;
  values: Record<string, number>;
  /** A normalised mask of the mask language, or null for the whole picture. */
  mask: unknown;
  /** How the picture was framed (cropped, turned, straightened) when the mask was said, in order; absent when it was not. */
  frame?: { primitive: string; values: Record<string, number> }[] | undefined;
  /** Of a move that repairs: its spots, in fractions of the displayed picture of `frame`. */
  spots?: Spot[] | undefined;
  /** Of an imported style or sidecar: what it is made of. Its primitive is then STORED and it has no values. */
  layers?: StoredLayers | undefined;
  label: string | null;
  /** Moves that one call made together share it; their masks speak of the picture as it was before the first of them. */
  group?: string | undefined;
  /** The proposal that it was made by, where the photographer confirmed one. */
  proposal?: string | undefined;
  /** The move of another photo that it is a copy of, where it was carried from one. */
  carried_from?: { image_id: string; move_id: string } | undefined;
  /** When it was made, ISO 8601. */
  at: string;
  by: string;
}

/** The `primitive` of a move that holds stored layers. */
export const STORED = 'style';

/** A mask that was named for a photo, in the picture as it was framed then. */
export interface SavedMask {
  /** A normalised mask of the mask language. */
  mask: unknown;
  frame?: Move['frame'];
}

/** A look as it was applied: its moves can be made stronger, masked and taken away as one. */
export interface AppliedLook {
  look: string;
  /** 1 is the look as it is meant. */
  strength: number;
  /** Where the look as a whole applies, a normalised mask, or null for everywhere that its moves mean. */
  mask: unknown;
  frame?: Move['frame'];
  /** The moves that it was made of, in the order of the look; some may be gone since. */
  moves: string[];
}

/** The truth about one photo's edit. Keys that this version does not know are kept. */
export interface Recipe {
  version: 1;
  image_id: string;
  /** In the order in which they were made. */
  moves: Move[];
  /** Masks that were named for this photo. */
  masks?: Record<string, SavedMask> | undefined;
  /** Looks by the group of their moves. */
  looks?: Record<string, AppliedLook> | undefined;
  /** Highest number that a move_id of this line of history ever had; kept by the workspace, so that ids are not reused. */
  last_move?: number | undefined;
}

const frameSchema = z
  .array(z.object({ primitive: z.string().min(1), values: z.record(z.string(), z.number()) }))
  .optional();

const pointSchema = z.array(z.number()).length(2);
const spotSchema = z.object({
  kind: z.enum(['heal', 'clone', 'blur', 'fill']),
  x: z.number().optional(),
  y: z.number().optional(),
  radius: z.number().optional(),
  radius_x: z.number().optional(),
  radius_y: z.number().optional(),
  rotation: z.number().optional(),
  path: z.array(pointSchema).optional(),
  border: z.number(),
  blur: z.number().optional(),
  source: pointSchema.optional(),
});

const moveSchema = z.looseObject({
  move_id: z.string().min(1),
  primitive: z.string().min(1),
  values: z.record(z.string(), z.number()),
  mask: z.unknown().transform((mask) => mask ?? null),
  frame: frameSchema,
  spots: z.array(spotSchema).optional(),
  layers: storedLayersSchema.optional(),
  label: z.string().nullable(),
  group: z.string().min(1).optional(),
  proposal: z.string().optional(),
  carried_from: z.object({ image_id: z.string(), move_id: z.string() }).optional(),
  at: z.string(),
  by: z.string(),
});

const recipeSchema = z
  .looseObject({
    version: z.literal(1),
    image_id: z.string().min(1),
    moves: z.array(moveSchema),
    masks: z.record(z.string(), z.looseObject({ mask: z.looseObject({}), frame: frameSchema })).optional(),
    looks: z
      .record(
        z.string(),
        z.looseObject({
          look: z.string().min(1),
          strength: z.number().min(0),
          mask: z.unknown().transform((mask) => mask ?? null),
          frame: frameSchema,
          moves: z.array(z.string()),
        }),
      )
      .optional(),
    last_move: z.number().int().nonnegative().optional(),
  })
  .superRefine((recipe, context) => {
    const seen = new Set<string>();
    recipe.moves.forEach((move, index) => {
      if (seen.has(move.move_id)) {
        context.addIssue({
          code: 'custom',
          path: ['moves', index, 'move_id'],
          message: `two moves have the id "${move.move_id}"`,
        });
      }
      seen.add(move.move_id);
    });
  });

const KEY_ORDER = [
  'version',
  'image_id',
  'last_move',
  'move_id',
  'primitive',
  'label',
  'group',
  'proposal',
  'carried_from',
  'values',
  'mask',
  'masks',
  'looks',
  'moves',
  'at',
  'by',
];

/**
 * The recipe in a text.
 *
 * @param text content of an edit.json
 * @param file how an error names the text
 * @throws ChemigramError workspace_damaged naming the file and what is wrong with it
 */
export function parseRecipe(text: string, file: string = RECIPE_FILE): Recipe {
  return parseDocument(recipeSchema, text, file);
}

/** The recipe as a small readable document: one value a line, stable order of keys. Inverse of parseRecipe. */
export function serialiseRecipe(recipe: Recipe): string {
  return readableJson(recipe, KEY_ORDER);
}

/**
 * The recipe that an edit returned, checked before it may be written, with `last_move` brought up to date.
 *
 * @throws ChemigramError invalid_input with the field that is wrong
 */
export function checkRecipe(recipe: Recipe, imageId: string, current: Recipe): Recipe {
  const checked = recipeSchema.safeParse(recipe);
  if (!checked.success) {
    const { path, text } = explainIssues(checked.error);
    throw new ChemigramError('invalid_input', `The changed recipe of "${imageId}" cannot be written: ${text}.`, {
      field: path,
    });
  }
  if (recipe.image_id !== imageId) {
    throw new ChemigramError(
      'invalid_input',
      `The changed recipe is of "${recipe.image_id}", the photo is "${imageId}".`,
      { field: 'image_id' },
    );
  }
  const last = Math.max(highestNumber(recipe), highestNumber(current));
  return last === 0 ? recipe : { ...recipe, last_move: last };
}

/**
 * A short id for a new move: m01, m02, ... one above the highest so far.
 *
 * @param existing the recipe (then the id of a removed move is not used again on this line of history), or bare ids
 */
export function newMoveId(existing: Recipe | Iterable<string>): string {
  const highest = Symbol.iterator in existing ? highestOf(existing) : highestNumber(existing);
  return `m${String(highest + 1).padStart(2, '0')}`;
}

/** An id for moves that are made together, after the first of them: g03 for m03 and those after it. */
export const newGroupId = (recipe: Recipe): string => newMoveId(recipe).replace(/^m/, 'g');

function highestNumber(recipe: Recipe): number {
  return Math.max(recipe.last_move ?? 0, highestOf(recipe.moves.map((move) => move.move_id)));
}

function highestOf(ids: Iterable<string>): number {
  let highest = 0;
  for (const id of ids) highest = Math.max(highest, Number(/^m(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return highest;
}
