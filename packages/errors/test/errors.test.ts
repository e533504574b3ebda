import { describe, expect, test } from 'vitest';
import { alikeNames, ChemigramError, nearestNames, reportOf } from '../src/index.ts';

describe('reportOf', () => {
  test('tells of an error what it carries, and leaves out what it does not', () => {
    expect(reportOf(new ChemigramError('not_found', 'There is no photo "a".'))).toEqual({
      code: 'not_found',
      message: 'There is no photo "a".',
    });
    expect(
      reportOf(new ChemigramError('out_of_range', 'value is 9', { field: 'value', hint: 'At most 4.', cause: 1 })),
    ).toEqual({ code: 'out_of_range', message: 'value is 9', field: 'value', hint: 'At most 4.' });
  });

  test.each([new TypeError('x is undefined'), 'x is undefined'])('takes %o for a bug of ours', (thrown) => {
    expect(reportOf(thrown)).toMatchObject({ code: 'internal', message: 'x is undefined' });
  });

  test('quotes what was given in bounds, its beginning and its end', () => {
    const given = 'x'.repeat(100_000);
    const details = { field: `values.${given}`, hint: `Nearest to ${given}: exposure.` };
    const { message, field, hint } = reportOf(new ChemigramError('unknown_name', `There is no "${given}".`, details));
    for (const told of [message, field!, hint!]) expect(told.length).toBeLessThan(2100);
    expect(message).toMatch(/^There is no "x+ \.\.\. x+"\.$/);
    expect(hint).toMatch(/: exposure\.$/);
  });

  test('tells by its code what would move a cursor, colour a terminal or turn the writing round', () => {
    const { message } = reportOf(new ChemigramError('not_found', 'There is no "a\u0000b\u001b[31m\u202e\ud800 🦎 é".'));
    expect(message).toBe(String.raw`There is no "a\u0000b\u001b[31m\u202e\ud800 🦎 é".`);
  });
});

describe('within', () => {
  const inner = (field?: string): ChemigramError =>
    new ChemigramError('invalid_input', 'no', field === undefined ? {} : { field });

  test.each([
    ['radius_x', 'dt_params.radius_x'],
    ['[1].dt_form', 'dt_params[1].dt_form'],
    [undefined, 'dt_params'],
  ])('the field %s, seen from dt_params, is %s', (field, seen) => {
    expect(inner(field).within('dt_params').field).toBe(seen);
  });

  test('keeps code, message and hint, and what it came from', () => {
    const error = new ChemigramError('conflict', 'taken', { hint: 'Choose another.' });
    expect(error.within('image_id')).toMatchObject({
      code: 'conflict',
      message: 'taken',
      hint: 'Choose another.',
      cause: error,
    });
  });
});

test('a failure can be told of the argument that led to it', () => {
  const error = new ChemigramError('not_found', 'no such snapshot', { field: 'ref', hint: 'See log.' });
  expect(error.about('ref_a')).toMatchObject({
    code: 'not_found',
    message: 'no such snapshot',
    field: 'ref_a',
    hint: 'See log.',
    cause: error,
  });
});

describe('nearestNames', () => {
  const names = ['exposure', 'contrast', 'texture', 'tint'];

  test.each([
    ['exposrue', 'exposure'],
    ['EXPOSURE', 'exposure'],
    ['tnt', 'tint'],
    ['', 'tint'],
  ])('the nearest to %j is %s', (name, nearest) => {
    expect(nearestNames(name, names, 1)).toEqual([nearest]);
  });

  test('are first of all those that hold it, or are held by it', () => {
    expect(nearestNames('sky', ['skin', 'mask_sky'], 1)).toEqual(['mask_sky']);
    expect(nearestNames('the_blue_sky', ['the_blue_ski', 'sky'], 1)).toEqual(['sky']);
    // Two letters are in too many words.
    expect(nearestNames('ti', ['to', 'structiv'], 1)).toEqual(['to']);
  });

  test('are as many as asked for, fewer when there are fewer, equals by the alphabet', () => {
    expect(nearestNames('a', ['d', 'c', 'b'], 2)).toEqual(['b', 'c']);
    expect(nearestNames('a', ['b'])).toEqual(['b']);
    expect(nearestNames('a', [])).toEqual([]);
  });
});

describe('alikeNames', () => {
  test.each([
    ['dt_from', ['dt_form']],
    ['feather', ['feather_radius']],
    ['strength', []],
    ['op', []],
  ])('%j may be a slip for %j', (name, alike) => {
    expect(alikeNames(name, ['dt_form', 'feather_radius', 'spots', 'snap', 'move_id'])).toEqual(alike);
  });
});

describe('what the system refuses', () => {
  test('is no bug: the path, why, and what to try', () => {
    const refused = Object.assign(new Error("EACCES: permission denied, mkdir '/home/photos'"), {
      code: 'EACCES',
      path: '/home/photos',
      syscall: 'mkdir',
    });
    expect(reportOf(refused)).toEqual({
      code: 'forbidden_path',
      message: '/home/photos: the rights to it are lacking (mkdir).',
      hint: expect.stringContaining('rights'),
    });
    expect(reportOf(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })).hint).toMatch(/Make room/);
    // Of a copy, what is full is where it was to be written.
    const copy = { code: 'ENOSPC', path: '/photos/a.nef', dest: '/home/a.nef', syscall: 'copyfile' };
    expect(reportOf(Object.assign(new Error('ENOSPC'), copy)).message).toBe(
      '/home/a.nef: the disk is full (copyfile).',
    );
    const inside = { code: 'ENOENT', path: '/home/iguana/cache/detections', syscall: 'mkdir' };
    expect(reportOf(Object.assign(new Error('ENOENT'), inside))).toMatchObject({
      code: 'forbidden_path',
      message: expect.stringMatching(/^\/home\/iguana\/cache\/detections: the folder cannot be made/),
    });
    expect(reportOf(Object.assign(new Error('ENOENT'), { ...inside, syscall: 'open' })).code).toBe('internal');
    const folder = { code: 'EISDIR', path: '/home/iguana/edit.json', syscall: 'read' };
    expect(reportOf(Object.assign(new Error('EISDIR'), folder))).toEqual({
      code: 'workspace_damaged',
      message: '/home/iguana/edit.json: a folder stands where a file should (read).',
      hint: expect.stringContaining('Move it away'),
    });
    expect(reportOf(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })).code).toBe('internal');
  });
});
