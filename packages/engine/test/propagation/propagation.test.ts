import { parseMask } from '@chemigram/mask';
import { defaultPackDirs, loadMasks, loadVocabulary } from '@chemigram/vocabulary';
import type { Move, Recipe } from '@chemigram/workspace';
import { describe, expect, it } from 'vitest';
import type { Inclusion } from '../../src/propagation/places.ts';
import { carry } from '../../src/propagation/propagation.ts';

const packs = await loadMasks(defaultPackDirs());
const vocabulary = await loadVocabulary(defaultPackDirs());
const ELLIPSE = { dt_form: 'ellipse', dt_params: { center_x: 0.5, center_y: 0.5, radius_x: 0.2, radius_y: 0.2 } };
const BRIGHT = { range_filter: { kind: 'luminance', min: 0.6, max: 1 } };
const named = (name: string) => ({ kind: 'named', name });

const recipeOf = (
  image_id: string,
  specs: readonly [string, number, unknown?, Partial<Move>?][],
  more: Partial<Recipe> = {},
): Recipe => ({
  version: 1,
  image_id,
  moves: specs.map(([primitive, value, spec, also], i) => ({
    move_id: `m${String(i + 1).padStart(2, '0')}`,
    primitive,
    values: { value },
    mask: spec === undefined ? null : parseMask(spec, { width: 3, height: 2 }).mask,
    label: null,
    at: '2026-01-01T00:00:00.000Z',
    by: 'test',
    ...also,
  })),
  ...more,
});

const carried = (source: Recipe, target = recipeOf('b', []), include: Inclusion = new Set(), wanted = source.moves) =>
  carry(source, wanted, target, { packs, vocabulary, include, now: '2026-02-02T00:00:00.000Z' });
const saved = (spec: unknown) => ({ mask: parseMask(spec, { width: 3, height: 2 }).mask });

describe('carried to another photo', () => {
  it('are moves without a place, and through what is found in any photo; what was drawn stays and says why', () => {
    const source = recipeOf('a', [
      ['exposure', 0.5],
      ['exposure', -0.3, named('mask_sky')],
      ['contrast', 20, BRIGHT],
      ['warmth', 10, ELLIPSE],
      ['saturation', 5, { kind: 'compose', operation: 'intersect', operands: [named('mask_sky'), ELLIPSE] }],
      ['straighten', 2],
    ]);
    const { moves, leftOut, recipe } = carried(source);
    expect(moves.map(({ primitive }) => primitive)).toEqual(['exposure', 'exposure', 'contrast']);
    expect(recipe.moves.map(({ move_id }) => move_id)).toEqual(['m01', 'm02', 'm03']);
    expect(leftOut.map(({ move_id, why }) => [move_id, why])).toEqual([
      ['m04', 'its ellipse was drawn on the source (include: drawn_masks)'],
      ['m05', 'its ellipse was drawn on the source (include: drawn_masks)'],
      ['m06', 'it frames the source (include: frame)'],
    ]);
  });

  it('are not copied a second time; replaced, all but the framing make way', () => {
    const source = recipeOf('a', [
      ['exposure', 0.5],
      ['exposure', 0.5],
      ['straighten', 2],
    ]);
    const { recipe: once } = carried(source, recipeOf('b', [['exposure', 0.5]]), new Set(['frame']));
    expect(once.moves.map(({ move_id }) => move_id)).toEqual(['m01', 'm02', 'm03', 'm04']);
    const terms = { packs, vocabulary, include: new Set(['frame'] as const), now: '2026-02-02T00:00:00.000Z' };
    const again = carry(source, source.moves, once, terms);
    expect(again.recipe.moves).toEqual(once.moves);
    expect(again.leftOut.map(({ why }) => /as (m\d+)/.exec(why)![1])).toEqual(['m02', 'm03', 'm04']);

    const replaced = carry(source, source.moves, once, { ...terms, replace: true });
    expect(replaced.recipe.moves.map(({ move_id }) => move_id)).toEqual(['m01', 'm04', 'm05', 'm06']);
    expect(replaced.leftOut).toMatchObject([
      { move_id: 'm03', why: expect.stringMatching(/m04.*adjust_move changes/) },
    ]);
  });

  it('everything goes along when asked; what was drawn on a crop only with the crop', () => {
    const framing = ['straighten', 2] as const;
    const frame = [{ primitive: 'straighten', values: { value: 2 } }];
    const source = recipeOf('a', [[...framing], ['warmth', 10, ELLIPSE, { frame }]]);
    expect(carried(source, undefined, new Set(['drawn_masks'])).leftOut.map(({ why }) => why)).toEqual([
      'it frames the source (include: frame)',
      'its ellipse was drawn on the source as it is cropped, and the crop stays behind',
    ]);
    const all = carried(source, undefined, new Set(['drawn_masks', 'frame']));
    expect(all.leftOut).toEqual([]);
    expect(all.moves[1]!.frame).toEqual(frame);
  });

  it('what was drawn on a crop stays on it, whatever became of that crop since', () => {
    const crop = (left: number) => ({ primitive: 'crop', values: { left, top: 0, right: 1, bottom: 1 } });
    const both: Inclusion = new Set(['drawn_masks', 'frame']);
    const drawn: Parameters<typeof recipeOf>[1][number] = ['warmth', 10, ELLIPSE, { frame: [crop(0.5)] }];
    // The crop was removed; it was changed; or it is not among the moves that are asked for.
    expect(carried(recipeOf('a', [drawn]), undefined, both).moves[0]!.frame).toEqual([crop(0.5)]);
    const changed = recipeOf('a', [['crop', 0, undefined, crop(0.2)], drawn]);
    expect(carried(changed, undefined, both).moves[1]!.frame).toEqual([crop(0.5)]);
    expect(carried(changed, undefined, both, changed.moves.slice(1)).moves[0]!.frame).toEqual([crop(0.5)]);
    const target = recipeOf('b', [['straighten', -3]]);
    expect(carried(changed, target, both).moves[1]!.frame).toEqual([
      { primitive: 'straighten', values: { value: -3 } },
      crop(0.5),
    ]);
  });

  it('a named drawing has the framing of its own time, not that of the move through it', () => {
    const crop = { primitive: 'crop', values: { left: 0.5, top: 0, right: 1, bottom: 1 } };
    const through = ['exposure', 1, named('mask_face')] as const;
    const onCrop = recipeOf('a', [[...through]], { masks: { mask_face: { ...saved(ELLIPSE), frame: [crop] } } });
    expect(carried(onCrop, undefined, new Set(['drawn_masks'])).leftOut.map(({ why }) => why)).toEqual([
      'its ellipse was drawn on the source as it is cropped, and the crop stays behind',
    ]);
    const both: Inclusion = new Set(['drawn_masks', 'frame']);
    expect(carried(onCrop, undefined, both).recipe.masks!['mask_face']!.frame).toEqual([crop]);
    // Named before the crop: whole, with the crop and without it.
    const before = recipeOf('a', [['crop', 0, undefined, crop], [...through, { frame: [crop] }]], { masks: { mask_face: saved(ELLIPSE) } }); // prettier-ignore
    expect(carried(before, undefined, both).recipe.masks!['mask_face']).toEqual(saved(ELLIPSE));
    expect(carried(before, undefined, new Set(['drawn_masks'])).moves).toHaveLength(1);
  });

  it('a mask speaks of the target as it is framed', () => {
    const target = recipeOf('b', [['straighten', -3]]);
    const { moves } = carried(recipeOf('a', [['exposure', 1, named('mask_sky')]]), target);
    expect(moves[0]).toMatchObject({ move_id: 'm02', frame: [{ primitive: 'straighten', values: { value: -3 } }] });
  });

  it('a name means what it means there: saved on the source it stays, of a pack or the target it is found', () => {
    const masks = { mask_face: saved(ELLIPSE), mask_glow: saved(BRIGHT), mask_sky: saved(ELLIPSE) };
    const source = recipeOf('a', [['exposure', 1, named('mask_face')], ['exposure', 1, named('mask_glow')], ['exposure', 1, named('mask_sky')]], { masks }); // prettier-ignore
    const plain = carried(source);
    expect(plain.leftOut.map(({ move_id }) => move_id)).toEqual(['m01']);
    // What is no place goes along with its name; what the packs find is not replaced by a drawing.
    expect(plain.recipe.masks).toEqual({ mask_glow: masks.mask_glow });
    const there = recipeOf('b', [], { masks: { mask_face: saved(BRIGHT) } });
    expect(carried(source, there).leftOut).toEqual([]);
    expect(carried(source, there).recipe.masks!['mask_face']).toEqual(saved(BRIGHT));
  });

  it('what was drawn in place of what a pack finds goes along with what is drawn, but over nothing that the target has; rasters never', () => {
    const masks = { mask_face: saved(ELLIPSE), mask_sky: saved(ELLIPSE) };
    const source = recipeOf('a', [['exposure', 1, named('mask_face')], ['exposure', 1, named('mask_sky')]], { masks }); // prettier-ignore
    const drawn = new Set(['drawn_masks'] as const);
    expect(carried(source, undefined, drawn).recipe.masks).toEqual(masks);
    const there = { mask_sky: saved(BRIGHT) };
    expect(carried(source, recipeOf('b', [], { masks: there }), drawn).recipe.masks!['mask_sky']).toEqual(
      saved(BRIGHT),
    );
    const raster = { masks: { mask_sky: saved({ kind: 'raster', path: 'rasters/x.png' }) } };
    const { moves, recipe } = carried(recipeOf('a', [['exposure', 1, named('mask_sky')]], raster), undefined, drawn);
    expect([moves.length, recipe.masks]).toEqual([1, {}]);
  });

  it('spots stay unless asked, and the proposal of a move is of its own photo', () => {
    const source = recipeOf('a', [
      ['spots', 100, undefined, { spots: [] }],
      ['exposure', 1, undefined, { proposal: 'p1' }],
    ]);
    expect(carried(source).leftOut.map(({ why }) => why)).toEqual([
      'its spots are places of the source (include: spots)',
    ]);
    const all = carried(source, undefined, new Set(['spots']));
    expect(all.moves.map((move) => [move.primitive, move.proposal])).toEqual([
      ['spots', undefined],
      ['exposure', undefined],
    ]);
  });

  it('rasters and what was detected stay, whatever is asked', () => {
    const source = recipeOf('a', [['exposure', 1, { kind: 'raster', path: 'rasters/x.png' }]]);
    expect(carried(source, undefined, new Set(['drawn_masks', 'frame', 'spots'])).leftOut).toHaveLength(1);
  });

  it('a look stays one thing, under an id of the target', () => {
    const source = recipeOf('a', [['exposure', 1, ELLIPSE], ['exposure', -1, named('mask_background'), { group: 'g02' }], ['saturation', -9, ELLIPSE, { group: 'g02' }]], { looks: { g02: { look: 'look_x', strength: 0.5, mask: null, moves: ['m02', 'm03'] } } }); // prettier-ignore
    const target = recipeOf('b', [
      ['contrast', 1],
      ['contrast', 2],
    ]);
    const { recipe } = carried(source, target);
    expect(recipe.moves.at(-1)).toMatchObject({ move_id: 'm03', group: 'g03' });
    expect(recipe.looks).toEqual({ g03: { look: 'look_x', strength: 0.5, mask: null, moves: ['m03', ''] } });
  });
});
