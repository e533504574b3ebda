import { describe, expect, it } from 'vitest';
import { FORM_NAMES, MASK_LANGUAGE, maskJsonSchema, parseMask } from '../src/index.ts';

describe('MASK_LANGUAGE', () => {
  it('stays under 2,500 characters and names every form', () => {
    expect(MASK_LANGUAGE.length).toBeLessThan(2500);
    for (const name of FORM_NAMES) expect(MASK_LANGUAGE).toContain(`- ${name}:`);
  });

  it('has examples that are valid', () => {
    const examples = MASK_LANGUAGE.split('\n').filter((line) => line.startsWith('{"'));
    expect(examples).toHaveLength(2);
    for (const example of examples)
      expect(parseMask(JSON.parse(example), { width: 1024, height: 683 }).notes).toEqual([]);
  });
});

describe('maskJsonSchema', () => {
  it('is recursive JSON Schema that survives JSON', () => {
    const text = JSON.stringify(maskJsonSchema());
    expect(text).toContain('"$ref"');
    for (const name of FORM_NAMES) expect(text).toContain(`"${name}"`);
  });
});
