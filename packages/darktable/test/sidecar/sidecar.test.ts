import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendHistory,
  emptySidecar,
  maskManagerItem,
  parseSidecar,
  serialiseSidecar,
  type Sidecar,
} from '../../src/index.ts';
import { refusal } from '../../../errors/test/refusal.ts';
import { FIXTURES, fixture, worksOrRefuses } from '../support.ts';

/** All that a sidecar says, without the text that it was read from. */
const said = (s: Sidecar) => ({ ...s, document: null });
const attributesOf = (xml: string): string[] => [...xml.matchAll(/[\w:]+="[^"]*"/g)].map((m) => m[0]);
/** The attributes of the packet, without its wrapper's. */
const packet = (text: string): string[] =>
  attributesOf(text.slice(text.indexOf('<x:xmpmeta'), text.indexOf('</x:xmpmeta>')));
/** A sidecar with one instance of that name. */
const named = (multiName: string): Sidecar => appendHistory(emptySidecar(), [{ ...maskManagerItem(), multiName }]);

describe('sidecars', () => {
  test.each(FIXTURES)('%s says the same after reading and writing', (name) => {
    const s = parseSidecar(fixture(name));
    expect(s.history.length).toBeGreaterThanOrEqual(4);
    expect(said(parseSidecar(serialiseSidecar(s)))).toEqual(said(s));
  });

  test.each(FIXTURES)('%s keeps every attribute, in its order, when nothing was changed', (name) => {
    const xml = fixture(name);
    expect(packet(serialiseSidecar(parseSidecar(xml)))).toEqual(packet(xml));
  });

  test('what darktable wrote is found: order, masks, names with signs and umlauts', () => {
    const s = parseSidecar(fixture('5.0.1-png-masks.xmp'));
    expect(s).toMatchObject({ xmpVersion: 5, derivedFrom: 'photo.png', historyEnd: 8, autoPresetsApplied: true });
    expect(s.masks.map((m) => m.maskName)).toEqual([
      'sun',
      'face & hair',
      'roof "left"',
      'sky',
      'Bäume',
      'inner',
      'sky without roof',
    ]);
    expect(s.history.filter((i) => i.operation === 'exposure').map((i) => [i.multiPriority, i.multiName])).toEqual([
      [0, ''],
      [1, 'darker sky'],
      [2, 'shadows'],
    ]);
  });

  test('a sidecar that exiftool rewrote says the same as the one that darktable wrote', () => {
    expect(said(parseSidecar(fixture('elements-instead-of-attributes.xmp')))).toEqual(
      said(parseSidecar(fixture('4.2.1-png-default.xmp'))),
    );
  });

  test('appending keeps what stood there, element for element', () => {
    const s = parseSidecar(fixture('5.4.1-png-masks.xmp'));
    const before = attributesOf(fixture('5.4.1-png-masks.xmp'));
    const after = attributesOf(serialiseSidecar(appendHistory(s, [maskManagerItem()])));
    const lost = before.filter((text) => !after.includes(text) && !/^(begin|id|end|darktable:history_end)=/.test(text));
    expect(lost).toEqual([]);
    expect(said(parseSidecar(serialiseSidecar(appendHistory(s, [maskManagerItem()]))))).toEqual(
      said(appendHistory(s, [maskManagerItem()])),
    );
  });

  test('unknown properties, elements and items of other programs stay where they were', () => {
    const xml = fixture('4.2.1-png-default.xmp')
      .replace('xmlns:darktable=', 'xmlns:other="urn:other" other:mark="7" xmlns:darktable=')
      .replace(
        '<darktable:history>',
        '<other:deep><rdf:Bag><rdf:li>one</rdf:li></rdf:Bag></other:deep><darktable:history>',
      )
      .replace(
        'darktable:operation="colorin"',
        'darktable:operation="colorin" darktable:future="x" other:note="&lt;&#xA;&gt;"',
      );
    const s = parseSidecar(xml);
    expect(s.history[0]!.extra).toEqual({ 'darktable:future': 'x', 'other:note': '<\n>' });
    const changed = { ...s, history: s.history.map((item, i) => (i === 0 ? { ...item, enabled: false } : item)) };
    const written = serialiseSidecar(changed);
    expect(said(parseSidecar(written))).toEqual(said(changed));
    expect(written).toContain('other:mark="7"');
    expect(written.indexOf('<other:deep><rdf:Bag><rdf:li>one')).toBeLessThan(written.indexOf('<darktable:history>'));
    expect(written.indexOf('<other:deep>')).toBeGreaterThan(written.indexOf('<darktable:masks_history>'));
  });

  test('an item that was not touched keeps what is nested in it, when others change', () => {
    const nested = '<other:deep><rdf:Bag><rdf:li>one</rdf:li></rdf:Bag></other:deep>';
    const xml = fixture('4.2.1-png-default.xmp')
      .replace('xmlns:darktable=', 'xmlns:other="urn:other" xmlns:darktable=')
      .replace(/<rdf:li (darktable:num="1"[^>]*)\/>/, `<rdf:li $1>${nested}</rdf:li>`);
    const written = serialiseSidecar(appendHistory(parseSidecar(xml), [maskManagerItem()]));
    expect(written).toContain(`>${nested}</rdf:li>`);
    expect(parseSidecar(written).history).toHaveLength(5);
  });

  test('a written sidecar has no packet wrapper', () => {
    expect(fixture('4.2.1-png-default.xmp')).toContain('<?xpacket');
    const written = serialiseSidecar(parseSidecar(fixture('4.2.1-png-default.xmp')));
    expect(written).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<x:xmpmeta/);
    expect(written).not.toContain('xpacket');
  });

  test('the hash of the former history goes when the history changes, and only then', () => {
    const xml = fixture('4.2.1-png-default.xmp').replace(
      'darktable:history_end',
      'darktable:history_current_hash="ab" darktable:history_end',
    );
    expect(serialiseSidecar(parseSidecar(xml))).toContain('history_current_hash');
    expect(serialiseSidecar(appendHistory(parseSidecar(xml), [maskManagerItem()]))).not.toContain(
      'history_current_hash',
    );
  });

  /** Text without what XML cannot carry, escaped or not. */
  const carried = fc
    .string({ unit: 'binary' })
    // oxlint-disable-next-line no-control-regex
    .map((text) => text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, ''));

  test('any text that XML can carry survives in names, quotes and line ends too', () => {
    const texts = fc.array(carried, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(texts, (names) => {
        const s = appendHistory(
          emptySidecar(),
          names.map((multiName) => ({ ...maskManagerItem(), multiName })),
        );
        expect(parseSidecar(serialiseSidecar(s)).history.map((item) => item.multiName)).toEqual(names);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['\u0085', '\u2028', '\u2029', 'a\r\u0085b', 'a\r\nb\rc'])(
    'the name %j is kept: what XML 1.1 alone takes for a line end is a character, and a line end stays the one it is',
    (name) => {
      expect(parseSidecar(serialiseSidecar(named(name))).history.at(-1)!.multiName).toBe(name);
    },
  );

  test('a name that was cut in the middle of a character is read', () => {
    expect(parseSidecar(serialiseSidecar(named('cut \uFFFD'))).history.at(-1)!.multiName).toBe('cut \uFFFD');
  });

  test.each(['\0', '\u001F', '\uFFFE', '\uD800', 'a\uDC00b'])(
    'the name %j, which XML cannot carry, is refused',
    (name) => {
      expect(refusal(() => serialiseSidecar(named(name))).code).toBe('invalid_input');
    },
  );

  test.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['broken XML', '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a></x:xmpmeta>'],
    ['an unclosed attribute', '<a b="'],
    ['XML that is no XMP', '<svg/>'],
    ['an undeclared prefix', '<x:xmpmeta/>'],
    ['a description in XML of another kind', fixture('4.2.1-png-default.xmp').replaceAll('x:xmpmeta', 'x:metadata')],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${fixture('4.2.1-png-default.xmp')}`],
    ['deep nesting', '<a>'.repeat(100_000)],
    [
      'deep nesting that is well formed',
      fixture('4.2.1-png-default.xmp').replace(
        '<rdf:Seq/>',
        `<rdf:Seq/>${'<rdf:a>'.repeat(99)}${'</rdf:a>'.repeat(99)}`,
      ),
    ],
    ['too much', `<!--${' '.repeat(17 * 1024 * 1024)}--><a/>`],
    ['an XMP of another program', fixture('4.2.1-png-default.xmp').replace('darktable:xmp_version="5"', '')],
    ['version 3', fixture('4.2.1-png-default.xmp').replace('darktable:xmp_version="5"', 'darktable:xmp_version="3"')],
    ['version 6', fixture('4.2.1-png-default.xmp').replace('darktable:xmp_version="5"', 'darktable:xmp_version="6"')],
    ['an item without parameters', fixture('4.2.1-png-default.xmp').replace('darktable:params="ffffffff"', '')],
    ['a number that is none', fixture('4.2.1-png-default.xmp').replace('darktable:num="0"', 'darktable:num="0x1"')],
  ])('%s is refused', (_what, xml) => {
    expect(refusal(() => parseSidecar(xml)).code).toBe('invalid_input');
  });

  test.each([
    ['<a><b></a>', /Opening and ending tag mismatch: "b" != "a"/],
    ['<a>\n<b>', /unclosed xml tag/],
    ['<a 1="2"/>', /is no whole XML \(/],
    ['<?xml version="1.0"?><a><><b/></a>', /invalid tagName/],
  ])('of %j is said what is wrong, without the words of the parser for itself', (xml, why) => {
    const { message } = refusal(() => parseSidecar(xml));
    expect(message).toMatch(why);
    expect(message).not.toMatch(/Reporting|caused|Error:/);
  });

  test.each(['\uFFFDPNG\r\n\u001A\n', '# A heading', '<\0?\0x\0', ''])('%j is told to be no XML', (bytes) => {
    const { message } = refusal(() => parseSidecar(bytes));
    expect(message).toMatch(bytes.startsWith('<') ? /./ : /does not begin with "<", so it is no XML/);
  });

  test('damage anywhere is read or refused, never a crash', () => {
    const xml = fixture('4.2.1-png-masks.xmp');
    const place = fc.integer({ min: 0, max: xml.length });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 40 }), fc.string({ maxLength: 5 }), (from, length, put) => {
        expect(
          worksOrRefuses(() => serialiseSidecar(parseSidecar(xml.slice(0, from) + put + xml.slice(from + length)))),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
