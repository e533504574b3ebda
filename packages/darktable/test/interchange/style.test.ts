import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtinOrder, parseStyle, serialiseStyle, type HistoryItem, type Style } from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { worksOrRefuses } from '../support.ts';

/** As darktable 5.0 writes it: one line, texts of elements, the empty description there, defaults as no parameters. */
const WRITTEN = `<?xml version="1.0" encoding="UTF-8"?>
<darktable_style version="1.0"><info><name>films|soft &amp; warm</name><description></description></info><style><plugin><num>11</num><module>6</module><operation>exposure</operation><op_params>00000000000080b93333333f00004842000080c001000000</op_params><enabled>1</enabled><blendop_params>gz08eJxjYGBgYAFiCQYYOOHEgAZY0QWAgBGLGANDgz0Ej1Q+dlAx68oBEMbFxwX+AwGIBgCbGCeh</blendop_params><blendop_version>13</blendop_version><multi_priority>0</multi_priority><multi_name>scene-referred default</multi_name><multi_name_hand_edited>0</multi_name_hand_edited></plugin><plugin><num>3</num><module>3</module><operation>sigmoid</operation><op_params></op_params><enabled>0</enabled><blendop_params></blendop_params><blendop_version>13</blendop_version><multi_priority>1</multi_priority><multi_name>mine</multi_name><multi_name_hand_edited>1</multi_name_hand_edited></plugin></style></darktable_style>
`;

describe('a style file', () => {
  test('is read as darktable writes it, and written back the same', () => {
    const style = parseStyle(WRITTEN);
    expect(style).toMatchObject({ name: 'films|soft & warm', description: '', iopOrderList: null });
    expect(style.items.map(({ operation, enabled, modversion }) => [operation, enabled, modversion])).toEqual([
      ['exposure', true, 6],
      ['sigmoid', false, 3],
    ]);
    expect(style.items[1]).toMatchObject({
      params: '',
      multiPriority: 1,
      multiName: 'mine',
      multiNameHandEdited: true,
    });
    expect(serialiseStyle(style)).toBe(WRITTEN);
  });

  test('comes back from its file, whatever its names hold', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
      .filter((text) => /^[^\p{C}\s]+$/u.test(text));
    const item = fc.record<HistoryItem>({
      num: fc.nat(999),
      operation: fc.constantFrom('exposure', 'filmicrgb'),
      enabled: fc.boolean(),
      modversion: fc.integer({ min: 1, max: 20 }),
      params: fc.constantFrom('', '00ff', 'gz01eJwDAAAAAAE='),
      multiName: fc.oneof(fc.constant(''), name),
      multiNameHandEdited: fc.boolean(),
      multiPriority: fc.nat(9),
      blendopVersion: fc.integer({ min: 1, max: 14 }),
      blendopParams: fc.constantFrom('', '0a0b'),
      extra: fc.constant({}),
    });
    const order = builtinOrder(2).map((operation) => ({ operation, instance: 0 }));
    const styles = fc.record<Style>({
      name,
      description: fc.oneof(fc.constant(''), name),
      iopOrderList: fc.constantFrom(null, order),
      items: fc.array(item, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(styles, (style) => {
        expect(parseStyle(serialiseStyle(style))).toEqual(style);
      }),
    );
  });

  test.each([
    ['a sidecar', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', /not a <darktable_style>/],
    ['a truncated file', WRITTEN.slice(0, 700), /reading a style: /],
    [
      'an entry without its module',
      WRITTEN.replace('<operation>exposure</operation>', ''),
      /entry 1 has no <operation>/,
    ],
    ['a number that is none', WRITTEN.replace('<module>6', '<module>six'), /style\[0\].module: "six"/],
    ['a DOCTYPE', `<!DOCTYPE d [<!ENTITY a "aaaa">]>${WRITTEN.split('\n')[1]}`, /DOCTYPE/],
    ['an order that is none', WRITTEN.replace('</info>', '<iop_list>exposure</iop_list></info>'), /module order/],
  ])('%s is refused', (_what, text, message) => {
    const error = refusal(() => parseStyle(text));
    expect(error.code).toBe('invalid_input');
    expect(error.message).toMatch(message);
  });

  test('cut anywhere, is read or refused', () => {
    fc.assert(
      fc.property(fc.nat(WRITTEN.length), (at) => {
        expect(worksOrRefuses(() => parseStyle(WRITTEN.slice(0, at)))).toBeTypeOf('boolean');
      }),
    );
  });

  test('without a name or a module is not written', () => {
    const style = parseStyle(WRITTEN);
    expect(refusal(() => serialiseStyle({ ...style, name: ' ' })).field).toBe('name');
    expect(refusal(() => serialiseStyle({ ...style, name: 'x'.repeat(128) })).message).toMatch(/128 bytes/);
    expect(refusal(() => serialiseStyle({ ...style, items: [] })).message).toMatch(/no module/);
  });
});
