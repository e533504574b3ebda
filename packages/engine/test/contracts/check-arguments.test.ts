import { describe, expect, test } from 'vitest';
import { checkArguments } from '../../src/contracts/schema/check-arguments.ts';
import type { OperationContract } from '../../src/contract.ts';
import { CONTRACTS } from '../../src/contracts/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';

const {
  adjust_move,
  remove_move,
  answer_proposal,
  log_vocabulary_gap,
  propose,
  render_preview,
  preview_mask,
  detect,
  apply_grey_card,
  apply_primitive,
  apply_per_region,
  status,
  redo,
  undo,
} = CONTRACTS;

const preview = (args: object) => refusal(() => checkArguments(render_preview, { image_id: 'iguana', ...args }));

test('defaults are filled in', () => {
  expect(checkArguments(render_preview, { image_id: 'iguana' })).toEqual({
    image_id: 'iguana',
    size: 1024,
    ref: 'HEAD',
    grid: false,
  });
});

describe('a refusal says which field, what it was and what is allowed', () => {
  test.each([
    [{ size: 10_000 }, 'out_of_range', 'size', /10000.*64 to 4096/],
    [{ size: 1 }, 'out_of_range', 'size', /is 1, .*64 to 4096/],
    [{ size: -1e308 }, 'out_of_range', 'size', /is -1e\+308, but must be at least 64; allowed: 64 to 4096/],
    [{ size: 1e308 }, 'out_of_range', 'size', /is 1e\+308, but must be at most 4096; allowed: 64 to 4096/],
    [{ size: Number.NaN }, 'invalid_input', 'size', /NaN/],
    [{ size: Infinity }, 'invalid_input', 'size', /Infinity/],
    [{ size: '512' }, 'invalid_input', 'size', /"512".*number/],
    [{ grid: 'yes' }, 'invalid_input', 'grid', /"yes".*boolean/],
    [{ region: [0, 0, 2, 1] }, 'out_of_range', 'region[2]', /is 2/],
    [{ region: [0, 0, 1] }, 'invalid_input', 'region', /4/],
    [{ region: [1, 0, 0, 1] }, 'invalid_input', 'region', /x0 < x1/],
    [{ image_id: '../x' }, 'invalid_input', 'image_id', /"\.\.\/x".*a-z/],
    [{ outline_mask: 'sky' }, 'invalid_input', 'outline_mask', /object/],
    [{ ref: 'x'.repeat(500) }, 'invalid_input', 'ref', /at most 200/],
  ])('%j', (args, code, field, message) => {
    expect(preview(args)).toMatchObject({ code, field, message: expect.stringMatching(message) });
  });

  test.each([
    [propose, { page: 'notes', new_text: 'a\u0000b', why: 'x' }, 'new_text'],
    [propose, { page: 'notes', new_text: 'ok', why: 'a\u001b[31m' }, 'why'],
    [answer_proposal, { proposal_id: 'p01', answer: 'decline', photographer_said: '\u0007' }, 'photographer_said'],
    [log_vocabulary_gap, { wanted: 'glow\u001b[2J', why: 'x' }, 'wanted'],
    [log_vocabulary_gap, { wanted: 'glow', why: '\ud800' }, 'why'],
  ])('%# a text with control characters or halves of characters', (contract, args, field) => {
    const refused = refusal(() => checkArguments(contract as OperationContract, { image_id: 'iguana', ...args }));
    expect(refused).toMatchObject({ code: 'invalid_input', field, message: expect.stringContaining('U+') });
  });

  test('a text of several lines is none', () => {
    const page = { page: 'notes', new_text: '# Light\n\t- soft\r\n', why: 'x' };
    expect(checkArguments(propose, { image_id: 'iguana', ...page })).toMatchObject(page);
  });

  test('a bound that is itself refused', () => {
    const place = { x: 0.5, y: 0.5, radius: 0 };
    expect(refusal(() => checkArguments(apply_grey_card, { image_id: 'iguana', place }))).toMatchObject({
      code: 'out_of_range',
      field: 'place.radius',
      message: expect.stringContaining('above 0'),
    });
  });

  test.each<[object, string]>([
    [{ region: [100, 100, 200, 200] }, 'in fractions of the displayed picture'],
    [{ size: 5000 }, 'Long side of the picture in pixels'],
    [{ image_id: 'My Photo' }, 'list_photos'],
  ])('what %j breaks, with what the argument means', (args, hint) => {
    expect(preview(args).hint).toContain(hint);
    const person = refusal(() => checkArguments(detect, { image_id: 'iguana', kind: 'person' }));
    expect(person.hint).toContain('`query`');
    const box = { image_id: 'iguana', kind: 'subjects', hints: { region: [0.2, 0.2, 0.4, 0.4] } };
    expect(refusal(() => checkArguments(detect, box)).hint).toContain('four corners');
  });

  test('an unknown argument that is no slip for another, without names that nobody meant', () => {
    expect(preview({ width: 1024 })).toMatchObject({
      field: 'width',
      message: expect.stringContaining('it takes image_id, size'),
      hint: undefined,
    });
  });

  test('an unknown argument, with the nearest ones', () => {
    expect(preview({ sise: 3 })).toMatchObject({
      code: 'invalid_input',
      field: 'sise',
      hint: expect.stringContaining('size'),
    });
    expect(refusal(() => checkArguments(status, { all: true }))).toMatchObject({ code: 'invalid_input', field: 'all' });
  });

  test('an argument that one may think it takes, with what does that', () => {
    const undone = (args: object) => refusal(() => checkArguments(undo, { image_id: 'iguana', ...args })).hint;
    expect(undone({ move_id: 'm01' })).toContain('remove_move');
    expect(undone({ steps: 3 })).toContain('checkout');
    expect(refusal(() => checkArguments(redo, { image_id: 'iguana', steps: 3 })).hint).toContain('checkout');
    const half = { image_id: 'iguana', move_id: 'm01', factor: 0.5 };
    expect(refusal(() => checkArguments(adjust_move, half)).hint).toContain('half of a value of 0.6 is value: 0.3');
    const verified = { image_id: 'iguana', move_id: 'm01', verify: true };
    for (const contract of [adjust_move, remove_move]) {
      expect(refusal(() => checkArguments(contract, verified)).hint).toContain('measure_edit');
    }
    expect(undone({ imageid: 'iguana' })).toBe('Did you mean image_id?');
  });

  test('an unknown or missing part of a list, with what that part takes', () => {
    const edit = (region: object) =>
      refusal(() => checkArguments(apply_per_region, { image_id: 'iguana', regions: [{ mask_spec: {} }, region] }));
    expect(edit({ mask_spec: {}, mask_spek: {} })).toMatchObject({
      field: 'regions[1].mask_spek',
      message: expect.stringMatching(/regions\[1\] has no argument "mask_spek"; it takes mask_spec, value/),
      hint: expect.stringContaining('mask_spec'),
    });
    expect(edit({ mask_spec: {}, primitive_name: 'exposure', value: 1 })).toMatchObject({
      field: 'regions[1].primitive_name',
      hint: 'It goes here: primitive_name, regions[].ops[].primitive_name.',
    });
    expect(edit({ value: 1 })).toMatchObject({
      field: 'regions[1].mask_spec',
      message: 'apply_per_region: regions[1].mask_spec is missing',
      hint: expect.stringContaining('preview_mask'),
    });
  });

  test('a part of a mask_spec beside it, with where it goes', () => {
    const coords = { width: 1024, height: 683 };
    expect(refusal(() => checkArguments(preview_mask, { image_id: 'iguana', mask_spec: {}, coords }))).toMatchObject({
      field: 'coords',
      hint: 'It goes into mask_spec: {"mask_spec": {..., "coords": ...}}.',
    });
    const regions = [{ mask_spec: {}, opacity: 0.5, value: 1 }];
    expect(refusal(() => checkArguments(apply_per_region, { image_id: 'iguana', regions }))).toMatchObject({
      field: 'regions[0].opacity',
      hint: expect.stringContaining('It goes into mask_spec'),
    });
  });

  test('a list that is too short, by its items', () => {
    expect(refusal(() => checkArguments(apply_per_region, { image_id: 'iguana', regions: [] })).message).toMatch(
      /regions is \[\], but must have at least 1 items/,
    );
  });

  test('a missing argument, with what it is', () => {
    expect(refusal(() => checkArguments(render_preview, {}))).toMatchObject({
      code: 'invalid_input',
      field: 'image_id',
      message: 'render_preview: image_id is missing',
      hint: expect.stringContaining('ingest'),
    });
  });

  test('one of several that is missing, with all that would do', () => {
    expect(refusal(() => checkArguments(adjust_move, { image_id: 'iguana', move_id: 'm01' }))).toMatchObject({
      field: 'values',
      message: expect.stringContaining('give what to change: `value`, `values`, `mask_spec`, `spots` or `label`'),
    });
  });

  test('one of a closed set that is missing, in the same words', () => {
    expect(refusal(() => checkArguments(detect, { image_id: 'iguana' }))).toMatchObject({
      field: 'kind',
      message: 'detect: kind is missing',
      hint: expect.any(String),
    });
  });

  test('a value of another type, with what it is, and JSON in quotes, with what is wrong', () => {
    const withMask = (mask_spec: unknown) =>
      refusal(() => checkArguments(preview_mask, { image_id: 'iguana', mask_spec }));
    expect(withMask('the sky')).toMatchObject({
      field: 'mask_spec',
      message: 'preview_mask: mask_spec is "the sky", but must be of type object',
      hint: expect.stringContaining('"dt_form": "circle"'),
    });
    expect(withMask('mask_sky').hint).toContain('{ "kind": "named", "name": "mask_sky" }');
    expect(withMask('{"kind": "named", "name": "mask_sky"}').hint).toBe(
      'Give mask_spec as it is, not as a text in quotes.',
    );
    expect(refusal(() => checkArguments(render_preview, { image_id: 'iguana', size: '1024' })).hint).toBe(
      'Give size as it is, not as a text in quotes.',
    );
  });

  test('a parameter that is no number', () => {
    const edit = { image_id: 'iguana', primitive_name: 'sharpen', values: { radius: 'big' } };
    expect(refusal(() => checkArguments(apply_primitive, edit))).toMatchObject({
      code: 'invalid_input',
      field: 'values.radius',
    });
  });

  test.each([null, 'iguana', 3, []])('arguments that are no object: %j', (args) => {
    expect(refusal(() => checkArguments(render_preview, args))).toMatchObject({ code: 'invalid_input' });
  });
});
