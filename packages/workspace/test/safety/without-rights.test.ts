import { chmodSync } from 'node:fs';
import { reportOf } from '@chemigram/errors';
import { afterAll, expect, test } from 'vitest';
import { newPhoto, temporaryHome } from '../helpers/photos.ts';

const { home, remove } = temporaryHome();
afterAll(remove);

/** Does something as a user who may only read there; root may do everything. */
async function asReader<T>(work: () => Promise<T>): Promise<T> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0) return work();
  seteuid!('nobody');
  try {
    return await work();
  } finally {
    seteuid!(0);
  }
}

test('where nothing may be written the folder is told, and not what was to be made there by a name of our own', async () => {
  const workspace = await newPhoto(home, 'readable');
  const { dir } = workspace;
  const folders = [home, dir, `${dir}/.git`];
  for (const folder of folders) chmodSync(folder, 0o555);
  const told = async (work: () => Promise<unknown>) => reportOf(await asReader(work).catch((error: unknown) => error));
  try {
    for (const work of [() => workspace.undo(), () => workspace.gc()]) {
      expect(await told(work)).toMatchObject({
        code: 'forbidden_path',
        message: `${dir}/.git: the rights to it are lacking (mkdir).`,
      });
    }
    expect(await told(() => newPhoto(home, 'other'))).toMatchObject({
      code: 'forbidden_path',
      message: `${home}: the rights to it are lacking (mkdir).`,
    });
  } finally {
    for (const folder of folders) chmodSync(folder, 0o755);
  }
});
