import { describe, expect, it } from 'vitest';
import {
  checkValues,
  defaultPackDirs,
  faintValues,
  loadVocabulary,
  type Primitive,
  type ValueInput,
} from '../src/index.ts';
import { refusal } from '../../errors/test/refusal.ts';

const exposure: Primitive = {
  name: 'exposure',
  title: 'Exposure',
  group: 'tone',
  description: 'Brightness.',
  words: ['brighter'],
  parameters: { value: { min: -4, max: 4, neutral: 0, default: 0, unit: 'EV' } },
  modules: [{ operation: 'exposure', version: 6, set: {} }],
  masks: 'any',
  where: 'Anywhere.',
  example: { values: { value: 0.5 } },
  cost: 'low',
};
const vignette: Primitive = {
  ...exposure,
  name: 'vignette',
  parameters: {
    amount: { min: -100, max: 100, neutral: 0, default: -30, unit: 'per cent' },
    size: { min: 0, max: 100, neutral: 50, default: 50, unit: 'per cent' },
  },
};

describe('checkValues', () => {
  it('offers the parameter that a name is a slip for, else an example', () => {
    expect(refusal(() => checkValues(vignette, { values: { amout: 3 } })).hint).toBe('Did you mean amount?');
    expect(refusal(() => checkValues(vignette, { value: 3 })).hint).toBe('For example {"values": {"value":0.5}}.');
  });

  it('takes one number as value, or numbers by name', () => {
    expect(checkValues(exposure, { value: 0.5 })).toEqual({ value: 0.5 });
    expect(checkValues(exposure, { values: { value: -0.5 } })).toEqual({ value: -0.5 });
  });

  it.each([-4, 4])('takes the end of the range itself: %s', (value) => {
    expect(checkValues(exposure, { value })).toEqual({ value });
  });

  it('fills in defaults', () => {
    expect(checkValues(vignette, { values: { size: 20 } })).toEqual({ amount: -30, size: 20 });
    expect(checkValues(vignette, {})).toEqual({ amount: -30, size: 50 });
  });

  it('refuses to do nothing: no value where the defaults are neutral', () => {
    const error = refusal(() => checkValues(exposure, {}));
    expect(error).toMatchObject({ code: 'invalid_input', field: 'value' });
    expect(error.message).toContain('-4 to 4 EV');
  });

  it.each([[4.01], [-4.01], [Number.NaN], [Number.POSITIVE_INFINITY]])('refuses %s with the allowed range', (value) => {
    const error = refusal(() => checkValues(exposure, { value }));
    expect(error).toMatchObject({ code: 'out_of_range', field: 'value' });
    expect(error.message).toContain(String(value));
    expect(error.message).toContain('-4 to 4 EV');
  });

  it('says what does more of it, of a number beyond the range', async () => {
    const straighten = (await loadVocabulary(defaultPackDirs())).primitive('straighten');
    const error = refusal(() => checkValues(straighten, { value: 90 }));
    expect(error).toMatchObject({ code: 'out_of_range', hint: expect.stringContaining('quarter_turn with value 1') });
    expect(refusal(() => checkValues(exposure, { value: 5 })).hint).toBeUndefined();
  });

  it('refuses a fraction where only whole numbers mean something', () => {
    const parameters = { on: { min: 0, max: 1, neutral: 0, default: 1, unit: '(0 off, 1 on)', whole: true as const } };
    const error = refusal(() => checkValues({ ...exposure, parameters }, { values: { on: 0.5 } }));
    expect(error).toMatchObject({ code: 'out_of_range', field: 'values.on' });
    expect(error.message).toContain('whole numbers');
  });

  it('names the field of a number among values', () => {
    expect(refusal(() => checkValues(vignette, { values: { size: 101 } }))).toMatchObject({
      code: 'out_of_range',
      field: 'values.size',
    });
  });

  it('refuses an unknown parameter, also one that every object has', () => {
    for (const name of ['ammount', 'constructor']) {
      const error = refusal(() => checkValues(vignette, { values: { [name]: 1 } }));
      expect(error).toMatchObject({ code: 'unknown_name', field: `values.${name}` });
    }
  });

  it('refuses a single value where there are several parameters, naming them', () => {
    const error = refusal(() => checkValues(vignette, { value: 1 }));
    expect(error).toMatchObject({ code: 'invalid_input', field: 'value' });
    expect(error.message).toContain('amount');
  });

  it('refuses a value that is said twice, and one that is no number', () => {
    expect(refusal(() => checkValues(exposure, { value: 1, values: { value: 2 } })).code).toBe('invalid_input');
    const text = JSON.parse('{"value": "1"}') as { value: number };
    expect(refusal(() => checkValues(exposure, text)).code).toBe('invalid_input');
  });
});

describe('faintValues', () => {
  const faintsOf = (primitive: Primitive, given: ValueInput) =>
    faintValues(primitive, given, checkValues(primitive, given));

  it('says that given values change nothing where they are neutral', () => {
    expect(faintsOf(vignette, { values: { amount: 0, size: 50 } })).toEqual([
      'vignette: nothing changes, amount 0, size 50 is neutral.',
    ]);
  });

  it('asks whether parts of 1 were meant as per cent, of the given numbers alone', () => {
    expect(faintsOf(vignette, { values: { amount: -0.3 } })).toEqual([
      'vignette: -0.3 is next to nothing of amount -100 to 100 per cent, neutral 0. Was -30 meant?',
    ]);
  });

  it.each([
    ['0 and numbers above 1', vignette, { values: { amount: 0, size: 2 } }],
    ['what was not given', vignette, {}],
    ['other units', exposure, { value: 0.5 }],
  ])('says nothing of %s', (_what, primitive, given) => {
    expect(faintsOf(primitive, given)).toEqual([]);
  });
});
