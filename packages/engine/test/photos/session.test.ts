/** What is known of a photo, asked for by several at once. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDarktable, openRenderer } from '@chemigram/renderer';
import type { Renderer } from '@chemigram/renderer';
import { makeScene, writePng } from '@chemigram/scene';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asker } from '../../src/photos/session/asker.ts';
import { Session } from '../../src/photos/session/session.ts';
import { hashFile } from '../../src/photos/session/source-file.ts';
import { HeldDarktable } from '../helpers/held-darktable.ts';

const folder = mkdtempSync(join(tmpdir(), 'chemigram-session-'));
let darktable: HeldDarktable;
let renderer: Renderer;
let session: Session;

beforeAll(async () => {
  const path = join(folder, 'boat.png');
  writeFileSync(path, await writePng(makeScene({ width: 384, height: 256 })));
  darktable = new HeldDarktable(folder, (await findDarktable(process.env)).program);
  const env = { ...process.env, CHEMIGRAM_DARKTABLE: darktable.program };
  renderer = await openRenderer({ folder: join(folder, 'darktable'), env });
  const kept = join(folder, 'boat');
  mkdirSync(kept);
  session = new Session({ path, sha256: await hashFile(path) }, renderer, kept, async () => null);
});
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['baseline', 'icc-type SRGB', (asker: Asker) => session.baseline(asker)],
  ['geometry', 'icc-type LIN_REC2020', (asker: Asker) => session.geometry([], asker)],
])('one who gives up leaves the %s of a photo to another who asks for it, in one render', async (_, result, ask) => {
  darktable.release();
  darktable.hold(result);
  const stop = new AbortController();
  const first = ask({ signal: stop.signal });
  first.catch(() => undefined);
  await darktable.held();
  const second = ask({ onAsked: () => stop.abort() });
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  darktable.hold('nothing more');
  expect(await second).toBe(await ask({}));
  expect(darktable.calls(result)).toBe(1);
});
