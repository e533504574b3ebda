/** Which base pictures a long edit goes through: those of masks by the moves alone, those of previews by what was looked at. */
import { BLEND_CST, uniformBlend } from '@chemigram/darktable';
import { describe, expect, it } from 'vitest';
import { BasesInCommon } from '../../src/develop/bases-in-common.ts';
import type { Layer } from '../../src/develop/development.ts';
import { furtherBases } from '../../src/develop/further-bases.ts';

it.each([
  [0, []],
  [4, []],
  [5, [4]],
  [8, [4]],
  [9, [4, 8]],
  [13, [4, 8, 12]],
])('masks behind %i moves look through base pictures of %j of them, of which none holds the last', (moves, depths) => {
  expect(furtherBases(moves)).toEqual(depths);
});

describe('the base pictures of previews', () => {
  /** One move a letter: what it changes is its letter. */
  const edit = (letters: string, operation = 'exposure'): Layer[] =>
    Array.from(letters, (letter) => ({
      operation,
      version: 6,
      params: Uint8Array.of(letter.codePointAt(0)!),
      name: letter,
      blend: uniformBlend(BLEND_CST.RGB_SCENE),
      forms: [],
    }));
  const look = (bases: BasesInCommon, letters: string, box = 1024): readonly number[] =>
    bases.depths({ layers: edit(letters), box });

  it('hold what an edit has in common with another one, where that is four moves at least', () => {
    const bases = new BasesInCommon();
    expect([look(bases, 'abcde'), look(bases, 'abcx'), look(bases, 'abcdf')]).toEqual([[], [], [4]]);
  });

  it('stand on each other, four moves at least apart', () => {
    const bases = new BasesInCommon();
    const looks = ['abcde', 'abcdf', 'abcdfghij', 'abcdfghik', 'abcdfgx'];
    expect(looks.map((letters) => look(bases, letters))).toEqual([[], [4], [4], [4, 8], [4]]);
  });

  it('are the same ones when the same is looked at again, for as long as it is kept in mind', () => {
    const bases = new BasesInCommon();
    look(bases, 'abcde');
    expect([look(bases, 'abcdefghi'), look(bases, 'abcde'), look(bases, 'abcdefghi')]).toEqual([[5], [], [5]]);
    for (const letters of 'uvwxyz') look(bases, letters);
    expect(look(bases, 'abcde'), 'by what is in common with the base picture that is there').toEqual([5]);
  });

  it('are those that masks looked through, where those hold the same moves', () => {
    const bases = new BasesInCommon();
    bases.takeIn({ layers: edit('abcde'), box: 1024 }, [4]);
    bases.takeIn({ layers: edit('abcdefghi'), box: 1024 }, [4, 8]);
    expect(['abcdefghij', 'abcdefx', 'abx'].map((letters) => look(bases, letters))).toEqual([[4, 8], [4], []]);
    bases.takeIn({ layers: edit('aXcdefghi'), box: 1024 }, [4, 8]);
    expect(['aXcdefghij', 'abcdefghik'].map((letters) => look(bases, letters))).toEqual([
      [4, 8],
      [4, 8],
    ]);
  });

  it('of many masks of one edit take no room from those of others', () => {
    const bases = new BasesInCommon();
    bases.takeIn({ layers: edit('zbcde'), box: 1024 }, [4]);
    const depths = Array.from({ length: 15 }, (_, i) => 4 * (i + 1));
    const long = edit(Array.from({ length: 64 }, (_, i) => String.fromCodePoint(0x30 + i)).join(''));
    depths.forEach((_, i) => bases.takeIn({ layers: long, box: 1024 }, depths.slice(0, i + 1)));
    expect([bases.depths({ layers: long, box: 1024 }), look(bases, 'zbcdx')]).toEqual([depths, [4]]);
  });

  it('are those of one size, and of what is below them', () => {
    const bases = new BasesInCommon();
    look(bases, 'abcde');
    expect(look(bases, 'abcdf', 512)).toEqual([]);
    expect(bases.depths({ layers: [...edit('c', 'crop'), ...edit('abcdf')], box: 1024 })).toEqual([]);
    expect(bases.depths({ layers: [...edit('c', 'crop'), ...edit('abcdg')], box: 1024 })).toEqual([4]);
    expect(look(bases, 'abcdf')).toEqual([4]);
  });

  it('count moves of the scene alone: those of the display are on top of all', () => {
    const bases = new BasesInCommon();
    const withGrain = (letters: string) => ({ layers: [...edit('ab', 'grain'), ...edit(letters)], box: 1024 });
    bases.depths(withGrain('cde'));
    expect(bases.depths(withGrain('cdf'))).toEqual([]);
    bases.depths(withGrain('cdefg'));
    expect(bases.depths(withGrain('cdefh'))).toEqual([4]);
  });
});
