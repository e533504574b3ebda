/** What a darktable cannot read, and what came back otherwise than asked: sidecars that darktable wrote, changed in one place. */
import { describe, expect, test } from 'vitest';
import {
  BLEND_CST,
  decodeBlob,
  differencesFromAsked,
  encodeBlob,
  masksInForce,
  MODULES,
  orderOf,
  parseSidecar,
  readBlend,
  refuseUnreadable,
  uniformBlend,
  unreadableBy,
  withOrder,
  writeBlend,
  type HistoryItem,
  type Sidecar,
} from '../../src/index.ts';
import {
  isSince,
  MODULE_VERSIONS,
  OLDEST_DARKTABLE,
  RASTER_FILE_SINCE,
  RELEASES,
} from '../../src/versions/release-versions.ts';
import { fixture } from '../support.ts';

const written = (name: string): Sidecar => parseSidecar(fixture(`${name}.xmp`));
/** As darktable 4.2.1 wrote it: exposure 6 in three instances through masks, one of each form. */
const OLD = written('4.2.1-png-masks');

const mapped = (s: Sidecar, which: (item: HistoryItem) => boolean, change: Partial<HistoryItem>): Sidecar => ({
  ...s,
  history: s.history.map((item) => (which(item) ? { ...item, ...change } : item)),
});
const last = (s: Sidecar): HistoryItem => s.history.findLast(({ operation }) => operation === 'exposure')!;
/** The sidecar with its last exposure changed. */
const changed = (change: Partial<HistoryItem>, s = OLD): Sidecar =>
  mapped(s, (item) => item.num === last(s).num, change);

describe('unreadableBy', () => {
  test.each(RELEASES)('finds nothing in what %s itself wrote, nor anything older', (release) => {
    for (const version of RELEASES.filter((older) => older <= release)) {
      for (const kind of ['png-default', 'png-masks', 'raw-default']) {
        expect(unreadableBy(written(`${version}-${kind}`), release)).toEqual([]);
      }
    }
  });

  test('names module, version, and the darktable that is needed', () => {
    const found = unreadableBy(changed({ modversion: 7, params: '', multiPriority: 2, multiName: 'face' }), '4.2.1');
    expect(found).toEqual([
      {
        field: `history[${last(OLD).num}].modversion`,
        what: 'exposure 2 "face" has parameters of version 7',
        why: 'darktable 4.2.1 reads up to 6; 5.4.1 is needed',
      },
    ]);
  });

  test('names a module that the darktable does not have, and one that none has', () => {
    const agx = changed({ operation: 'agx', modversion: 7, params: '' });
    expect(unreadableBy(agx, '5.0.1')[0]).toMatchObject({ why: 'darktable 5.0.1 does not have it; 5.4.1 is needed' });
    expect(unreadableBy(agx, '5.4.1')).toEqual([]);
    const unknown = changed({ operation: 'nosuchmodule', modversion: 1 });
    for (const release of RELEASES) {
      expect(unreadableBy(unknown, release)[0]!.field).toMatch(/operation$/);
      expect(unreadableBy(unknown, release)[0]!.why).toContain('newer than 5.4.1');
    }
  });

  test('names blending and forms of a newer version', () => {
    const blend = { blendopVersion: 14, blendopParams: encodeBlob(writeBlend(uniformBlend(BLEND_CST.RGB_SCENE))) };
    expect(unreadableBy(changed(blend), '4.2.1')[0]!.why).toMatch(/reads up to 11; 5\.4\.1 is needed; its mask/);
    expect(unreadableBy(changed(blend), '5.0.1')).toHaveLength(1);
    expect(unreadableBy(changed(blend), '5.4.1')).toEqual([]);
    const off = encodeBlob(writeBlend({ ...uniformBlend(BLEND_CST.RGB_SCENE), maskMode: 0 }));
    for (const blendopParams of ['', '010000', off]) {
      expect(unreadableBy(changed({ ...blend, blendopParams }), '4.2.1'), 'what does not blend').toEqual([]);
    }
    const forms = { ...OLD, masks: OLD.masks.map((form) => ({ ...form, maskVersion: 7 })) };
    expect(unreadableBy(forms, '5.4.1')).toHaveLength(masksInForce(OLD).length);
  });

  test('names parameters whose length or text is no darktable’s', () => {
    expect(unreadableBy(changed({ params: '00' }), '5.4.1')[0]!.what).toContain(
      '1 bytes of parameters where version 6',
    );
    expect(unreadableBy(changed({ params: 'gz05abc' }), '5.4.1')[0]!.what).toContain('cannot be decoded');
  });

  test('says nothing of what is undone, overtaken by a later entry, or not known for sure', () => {
    const newer = { modversion: 99, params: '' };
    expect(unreadableBy({ ...changed(newer), historyEnd: last(OLD).num }, '4.2.1')).toEqual([]);
    const overtaken = { ...OLD, historyEnd: OLD.historyEnd + 1 };
    const item = { ...last(OLD), ...newer };
    expect(
      unreadableBy(
        { ...overtaken, history: [item, ...OLD.history.map((later) => ({ ...later, num: later.num + 1 }))] },
        '4.2.1',
      ),
    ).toEqual([]);
    // 5.2 stands between two releases of the table: exposure 7 came somewhere there.
    expect(unreadableBy(changed({ modversion: 7, params: '' }), '5.2.1')).toEqual([]);
    expect(unreadableBy(changed({ modversion: 8, params: '' }), '5.2.1')).toHaveLength(1);
    expect(unreadableBy(changed(newer), '6.0.0')).toEqual([]);
    expect(unreadableBy(changed(newer), '4.2.0')).toHaveLength(1);
  });

  test('names what is switched off too, but for its blending: an earlier entry that is on would count again', () => {
    const off = { enabled: false };
    expect(unreadableBy(changed({ ...off, modversion: 99 }), '4.2.1')).toHaveLength(1);
    expect(unreadableBy(changed({ ...off, blendopVersion: 14 }), '4.2.1')).toEqual([]);
  });

  test('names a module without parameters where they are not read as those of the module', () => {
    const found = unreadableBy(changed({ params: '' }), '4.2.1');
    expect(found).toMatchObject([{ field: expect.stringMatching(/params$/), why: expect.stringContaining('5.0.1') }]);
    expect(unreadableBy(changed({ params: '' }), '5.0.1')).toEqual([]);
  });

  test('refuses with the field of the first', () => {
    expect(() => refuseUnreadable(changed({ modversion: 99, params: '' }), '5.0.1')).toThrow(
      expect.objectContaining({ code: 'unsupported_by_darktable', field: expect.stringMatching(/modversion$/) }),
    );
    expect(() => refuseUnreadable(OLD, '5.0.1')).not.toThrow();
  });

  test.each([
    [3, /is needed\)\.$/],
    [4, /; and 1 more\.$/],
  ])('of %i lost things it names three, and says how many more there are', (count, told) => {
    const items = Array.from({ length: count }, (_, i) => ({
      ...last(OLD),
      modversion: 99,
      params: '',
      num: OLD.historyEnd + i,
      multiPriority: 50 + i,
    }));
    const many = { ...OLD, history: [...OLD.history, ...items], historyEnd: OLD.historyEnd + count };
    expect(unreadableBy(many, '5.0.1')).toHaveLength(count);
    expect(() => refuseUnreadable(many, '5.0.1')).toThrow(told);
  });

  test('what the project writes is read by every release that has the module, the newer versions aside', () => {
    const oldest = new Map(MODULES.toReversed().map(({ operation, version }) => [operation, version]));
    for (const [operation, version] of oldest) {
      const versions = MODULE_VERSIONS.get(operation)!.filter((known) => known > 0);
      expect(Math.min(...versions), operation).toBeGreaterThanOrEqual(version);
    }
  });
});

describe('differencesFromAsked', () => {
  const back = (change: Partial<HistoryItem>): string[] => differencesFromAsked(OLD, changed(change));
  const longer = (): string => {
    const bytes = decodeBlob(last(OLD).params);
    bytes[8]! ^= 1;
    return encodeBlob(bytes);
  };

  test.each(RELEASES)('finds none in what %s wrote of the same sidecar', (release) => {
    expect(differencesFromAsked(OLD, written(`${release}-png-masks`))).toEqual([]);
  });

  test('names what is missing, switched off, of an older version, with other parameters, blended otherwise', () => {
    const name = /^exposure 2?/;
    expect(
      differencesFromAsked(OLD, { ...OLD, history: OLD.history.filter(({ num }) => num !== last(OLD).num) }),
    ).toEqual([expect.stringMatching(/is missing$/)]);
    expect(back({ enabled: false })).toEqual([expect.stringMatching(/is switched off$/)]);
    expect(back({ modversion: 5 })).toEqual([expect.stringMatching(/version 6 and was read as version 5/)]);
    expect(back({ params: longer() })).toEqual([expect.stringMatching(/has other parameters$/)]);
    const uniform = encodeBlob(writeBlend(uniformBlend(BLEND_CST.RGB_SCENE, 50)));
    expect(back({ blendopParams: uniform })).toEqual([expect.stringMatching(/blended otherwise \(.*opacity/)]);
    expect(back({ blendopParams: uniform })[0]).toMatch(name);
    const blurred = { ...readBlend(last(OLD).blendopVersion, decodeBlob(last(OLD).blendopParams)), blurRadius: 3 };
    expect(back({ blendopParams: encodeBlob(writeBlend(blurred)) })[0]).toMatch(/blended otherwise \(blurRadius\)/);
    const newer = changed({ blendopVersion: 99 });
    expect(differencesFromAsked(newer, OLD)).toEqual([expect.stringMatching(/version 99 and was read as version 11/)]);
  });

  test('names fields that were lost while parameters were brought to a newer version', () => {
    const now = written('5.4.1-png-masks');
    const bytes = decodeBlob(last(now).params);
    bytes.fill(0, 8, 12);
    expect(differencesFromAsked(OLD, changed({ params: encodeBlob(bytes) }, now))).toEqual([
      expect.stringMatching(/has other parameters$/),
    ]);
  });

  test('names forms that are missing or changed, and instances that run elsewhere', () => {
    const [first] = masksInForce(OLD);
    const without = { ...OLD, masks: OLD.masks.filter(({ maskId }) => maskId !== first!.maskId) };
    expect(differencesFromAsked(OLD, without)).toEqual([expect.stringContaining(`"${first!.maskName}"`)]);
    const other = { ...OLD, masks: OLD.masks.map((form) => (form === first ? { ...form, nb: form.nb + 1 } : form)) };
    expect(differencesFromAsked(OLD, other)).toEqual([expect.stringContaining('is another one')]);
    const order = orderOf(OLD);
    const moved = order.find(({ operation, instance }) => operation === 'exposure' && instance === 0)!;
    const later = order.filter((entry) => entry !== moved);
    later.splice(-1, 0, moved);
    expect(differencesFromAsked(OLD, withOrder(OLD, later))).toEqual([expect.stringContaining('runs before')]);
  });
});

test('what a darktable has since a version agrees with the table of releases', () => {
  const rasterfile = MODULE_VERSIONS.get('rasterfile')!;
  expect(RELEASES.map((release) => isSince(release, RASTER_FILE_SINCE))).toEqual(rasterfile.map((v) => v > 0));
  expect(RELEASES.every((release) => isSince(release, OLDEST_DARKTABLE))).toBe(true);
  expect(['4.0.1', '3.8', '4.10.0', '5.0.0'].map((version) => isSince(version, '4.2'))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
