import { readdirSync } from 'node:fs';
import { CONTRACT_LIST, CONTRACTS, inputJsonSchema, outputJsonSchema } from '@chemigram/engine';
import type { JsonSchema } from '@chemigram/engine';
import { MASK_LANGUAGE } from '@chemigram/mask';
import { assert, oneof, property, string, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isImageId } from '../../../workspace/src/photo/image-id.ts';
import { HANDLERS } from '../../src/operations/index.ts';

/** Every property of a schema with its path, nested ones too. */
function properties(schema: JsonSchema, path = ''): { path: string; schema: JsonSchema }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const here = `${path}${name}`;
    const nested = [inner, ...(inner.anyOf ?? []), ...(inner.items === undefined ? [] : [inner.items])];
    return [{ path: here, schema: inner }, ...nested.flatMap((s) => properties(s, `${here}.`))];
  });
}

test('operations stand under their own names', () => {
  expect(Object.entries(CONTRACTS).map(([key, contract]) => [key, contract.name])).toEqual(
    Object.keys(CONTRACTS).map((key) => [key, key]),
  );
});

test.each(['contracts', 'operations'])(
  'what lies in %s is the operations, each in the file of its name',
  async (folder) => {
    const place = new URL(`../../src/${folder}/`, import.meta.url);
    const files = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile());
    const kebab = (name: string): string => `${name.replaceAll('_', '-')}.ts`;
    const listed: Readonly<Record<string, unknown>> = folder === 'contracts' ? CONTRACTS : HANDLERS;
    expect(files.map(({ name }) => name).sort()).toEqual([...Object.keys(listed).map(kebab), 'index.ts'].sort());
    for (const [name, work] of Object.entries(listed)) {
      const exported = (await import(new URL(kebab(name), place).href)) as Record<string, unknown>;
      expect(Object.values(exported), `${folder}/${kebab(name)} holds ${name}`).toContain(work);
    }
  },
);

test('only the two tools that make masks carry the whole mask language', () => {
  const carrying = CONTRACT_LIST.filter((contract) => contract.description.includes(MASK_LANGUAGE));
  expect(carrying.map((contract) => contract.name)).toEqual(['preview_mask', 'apply_primitive']);
});

test.each<[string, keyof typeof CONTRACTS, string]>([
  ['undo just the sky', 'undo', 'remove_move'],
  ['a bit less of that', 'apply_primitive', 'adjust_move'],
  ['take out the dust', 'detect', 'apply_spot'],
  ['what is the word for it', 'list_vocabulary', '`query`'],
])('who wishes "%s" and reads %s is led to %s', (_wish, name, way) => {
  expect(CONTRACTS[name].description).toContain(way);
});

describe.each(CONTRACT_LIST)('$name', (contract) => {
  const input = inputJsonSchema(contract);

  test('accepts its own example, on the photo iguana', () => {
    expect(contract.input.parse(contract.example)).toMatchObject(contract.example);
    expect(contract.example['image_id'] ?? 'iguana').toBe('iguana');
  });

  test('refuses an unknown key', () => {
    expect(contract.input.safeParse({ ...contract.example, nonsense: 1 }).success).toBe(false);
    expect(input['additionalProperties']).toBe(false);
  });

  test('describes every argument', () => {
    const silent = properties(input).filter(({ schema }) => (schema.description ?? '').length < 10);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('names as positional what is required first, and of what may be left out only the photo, last', () => {
    const optional = contract.positional.filter((name) => input.required?.includes(name) !== true);
    expect(['', 'image_id']).toContain(optional.join());
    expect(contract.positional.slice(contract.positional.length - optional.length)).toEqual(optional);
  });

  test('takes an image_id without a flag, but where it gives one', () => {
    const named = 'image_id' in (input.properties ?? {}) && contract.name !== 'ingest';
    expect(contract.positional.includes('image_id')).toBe(named);
  });

  test('has schemas that clients of either JSON Schema draft read', () => {
    for (const schema of [input, outputJsonSchema(contract)]) {
      expect(schema.type).toBe('object');
      expect(schema).not.toHaveProperty('$schema');
      expect(JSON.stringify(schema)).not.toMatch(/prefixItems|\$ref|\$defs/);
    }
  });
});

describe('what the schemas refuse', () => {
  test('an image_id exactly where the workspace does', () => {
    const candidate = oneof(string({ maxLength: 70 }), stringMatching(/^[a-z0-9._-]{0,70}$/));
    assert(
      property(candidate, (image_id) => {
        expect(CONTRACTS.get_state.input.safeParse({ image_id }).success).toBe(isImageId(image_id));
      }),
    );
  });

  const { apply_primitive, adjust_move, render_preview, export_xmp } = CONTRACTS;
  const fieldsRefused = (
    contract: { input: { safeParse(args: unknown): ReturnType<typeof render_preview.input.safeParse> } },
    args: object,
  ) => contract.input.safeParse(args).error?.issues.map((issue) => issue.path.join('.')) ?? [];

  test.each(['../iguana', 'a/b', '', '.', '-x', 'Iguana', 'x'.repeat(65), 'é'])('an image_id of %j', (image_id) => {
    expect(fieldsRefused(render_preview, { image_id })).toEqual(['image_id']);
  });

  test.each([63, 4097, 512.5, Number.NaN, '512'])('a size of %j', (size) => {
    expect(fieldsRefused(render_preview, { image_id: 'iguana', size })).toEqual(['size']);
  });

  test.each([[[0, 0, 1]], [[0.5, 0, 0.5, 1]], [[0, 0.9, 1, 0.1]]])('a region of %j', (region) => {
    expect(fieldsRefused(render_preview, { image_id: 'iguana', region })).toEqual(['region']);
  });

  test('an edit with both value and values', () => {
    const edit = { image_id: 'iguana', primitive_name: 'exposure' };
    expect(apply_primitive.input.safeParse({ ...edit, value: 1, values: { value: 1 } }).error?.issues[0]?.path).toEqual(
      ['value'],
    );
    expect(apply_primitive.input.safeParse({ ...edit, value: 0 }).success).toBe(true);
  });

  test('an adjustment of nothing; taking the mask away is something', () => {
    const move = { image_id: 'iguana', move_id: 'm1' };
    expect(adjust_move.input.safeParse(move).success).toBe(false);
    expect(adjust_move.input.safeParse({ ...move, mask_spec: null }).success).toBe(true);
    const inPixels = { ...move, value: 1, coords: { width: 300, height: 200 } };
    expect(adjust_move.input.safeParse(inPixels).error!.issues).toMatchObject([
      { path: ['coords'], message: expect.stringContaining('inside it') },
    ]);
  });

  test('a darktable version that is none', () => {
    const xmp = { image_id: 'iguana', out: 'x.xmp' };
    expect(export_xmp.input.safeParse({ ...xmp, darktable_version: 'latest' }).success).toBe(false);
    expect(export_xmp.input.safeParse({ ...xmp, darktable_version: '4.2.1' }).success).toBe(true);
  });
});
