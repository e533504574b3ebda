import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { editPage, genresIn, idFromFileName, listGenres, openStore, readPage, writePage } from '../../src/index.ts';
import { withHomeLock } from '../../src/home.ts';
import { editText, isMadeIn } from '../../src/pages/text-edit.ts';
import { emptyRecipe, git, newPhoto, photoOf, temporaryHome } from '../helpers/photos.ts';

const { home: root, remove } = temporaryHome();
afterAll(remove);
const newHome = (): string => mkdtempSync(join(root, 'home-'));

describe('a change of a text', () => {
  test.each([
    ['', { new_text: '- a' }, '- a\n'],
    ['# Taste', { new_text: '- a' }, '# Taste\n- a\n'],
    ['a\r\nb\r\n', { new_text: 'c\nd' }, 'a\r\nb\r\nc\r\nd\r\n'],
    ['a\r\nb\r\nc', { old_text: 'a\nb', new_text: 'x\ny' }, 'x\r\ny\r\nc'],
    ['a  \n\tb', { old_text: 'a', new_text: '' }, '  \n\tb'],
    ['\uFEFFa', { old_text: 'a', new_text: '$&' }, '\uFEFF$&'],
  ])('of %j by %j gives %j', (text, edit, next) => {
    expect(editText(text, edit, 'notes')).toBe(next);
  });

  test('leaves every letter around the passage, and all before what is added', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '*', '#') });
    fc.assert(
      fc.property(text, text, fc.string({ minLength: 1 }), (before, after, added) => {
        fc.pre(!added.includes('\r'));
        expect(editText(`${before}<old>${after}`, { old_text: '<old>', new_text: added }, 'notes')).toBe(
          before + added + after,
        );
        const longer = editText(before, { new_text: `- ${added}` }, 'notes');
        expect([longer.startsWith(before), longer.includes(`- ${added}`), longer.endsWith('\n')]).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });

  test.each([
    ['aa', { old_text: 'a', new_text: 'b' }, 'conflict'],
    ['a', { old_text: 'b', new_text: 'c' }, 'not_found'],
    ['a', { old_text: 'a', new_text: 'a' }, 'invalid_input'],
    ['a', { new_text: ' \n' }, 'invalid_input'],
  ])('of %j by %j is refused: %s', (text, edit, code) => {
    expect(() => editText(text, edit, 'notes')).toThrow(expect.objectContaining({ code }));
  });
});

test.each([
  ['a\r\n- b\r\nmine\n', { new_text: '- b\n' }, true],
  ['a\n', { new_text: '- b' }, false],
  ['quiet', { old_text: 'very quiet', new_text: 'quiet' }, true],
  ['mine, very quiet', { old_text: 'very quiet', new_text: 'quiet' }, false],
  ['very quiet', { old_text: 'quiet', new_text: 'very quiet' }, true],
  ['quiet', { old_text: 'quiet', new_text: 'very quiet' }, false],
  ['mine', { old_text: 'quiet', new_text: '' }, true],
])('whether %j has the change %j: %j', (text, edit, made) => {
  expect(isMadeIn(text, edit)).toBe(made);
});

test.each([
  ['Genre: portrait', ['portrait']],
  ['# Brief\n- **Genre:** Black & White, Café\r\nmore', ['black-white', 'cafe']],
  ['genres: a,b', ['a', 'b']],
  ['The genre is portrait', []],
])('the genres in %j are %j', (brief, genres) => {
  expect(genresIn(brief)).toEqual(genres);
});

test('a page is found under the name that the photographer gave its file, and written there', async () => {
  const home = newHome();
  mkdirSync(join(home, 'taste'));
  for (const name of ['Black and White.MD', 'default.md', 'ideas.txt', '.md'])
    writeFileSync(join(home, 'taste', name), 'x');
  expect(await listGenres(home)).toEqual(['default', 'black-and-white']);
  const page = await readPage(home, 'taste/black-and-white', 'a');
  await withHomeLock(home, (folder) => writePage(folder, page, editPage(page, { new_text: 'y' })));
  expect(readFileSync(join(home, 'taste', 'Black and White.MD'), 'utf8')).toBe('x\ny\n');
});

test('a page that is a link stays one', async () => {
  const home = newHome();
  mkdirSync(join(home, 'taste'));
  const elsewhere = join(newHome(), 'mine.md');
  writeFileSync(elsewhere, 'mine\n');
  symlinkSync(elsewhere, join(home, 'taste', 'default.md'));
  const page = await readPage(home, 'taste/default', 'a');
  await withHomeLock(home, (folder) => writePage(folder, page, 'ours\n'));
  expect(lstatSync(page.path).isSymbolicLink()).toBe(true);
  expect(readFileSync(elsewhere, 'utf8')).toBe('ours\n');
});

test('what the photographer saved after the page was read is not written over', async () => {
  const home = newHome();
  const page = await readPage(home, 'taste/default', 'a');
  mkdirSync(join(home, 'taste'));
  writeFileSync(page.path, 'mine\n');
  const late = withHomeLock(home, (folder) => writePage(folder, page, 'ours\n'));
  await expect(late).rejects.toMatchObject({ code: 'conflict' });
  expect(readFileSync(page.path, 'utf8')).toBe('mine\n');
});

test('what is no UTF-8 is never written over', async () => {
  const home = newHome();
  mkdirSync(join(home, 'taste'));
  writeFileSync(join(home, 'taste', 'default.md'), Buffer.from([0x66, 0xfc, 0x72]));
  const page = await readPage(home, 'taste/default', 'a');
  expect(page).toMatchObject({ text: null, problem: expect.stringContaining('UTF-8') });
  expect(() => editPage(page, { new_text: 'a' })).toThrow(expect.objectContaining({ code: 'conflict' }));
});

test.each(['taste/', 'taste/../x', 'taste/A', 'x', ''])('there is no page %j', async (name) => {
  await expect(readPage(newHome(), name, 'a')).rejects.toMatchObject({ code: 'invalid_input', field: 'page' });
});

test('brief and notes are beside the history: git does not see them and undo leaves them', async () => {
  const workspace = await newPhoto(newHome(), 'a');
  for (const name of ['brief.md', 'notes.md']) writeFileSync(join(workspace.dir, name), 'x');
  expect(git(workspace.dir, 'status', '--porcelain')).toBe('');
});

test('a photo is not called as the folders that stand beside the photos', async () => {
  expect(idFromFileName('Taste.nef')).toBe('taste-photo');
  const start = { photo: photoOf('taste'), recipe: emptyRecipe('taste') };
  await expect(openStore(newHome()).create(start, 'x')).rejects.toMatchObject({ code: 'invalid_input' });
});
