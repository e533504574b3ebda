import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMoveId, openStore, type Move, type PhotoRecord, type Recipe, type Workspace } from '../../src/index.ts';

/** A home that is gone when the test file is done with it. */
export function temporaryHome(): { home: string; remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'chemigram-workspace-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export function photoOf(id: string): PhotoRecord {
  return {
    version: 1,
    image_id: id,
    source: `/photos/${id}.nef`,
    sha256: 'ab'.repeat(32),
    bytes: 12_345,
    width: 6000,
    height: 4000,
    facts: { orientation: 6 },
  };
}

export function emptyRecipe(id: string): Recipe {
  return { version: 1, image_id: id, moves: [] };
}

/** A recipe one exposure move longer. */
export function withMove(recipe: Recipe, value: number, label: string | null = null): Recipe {
  const move: Move = {
    move_id: newMoveId(recipe),
    primitive: 'exposure',
    values: { ev: value },
    mask: null,
    label,
    at: '2026-01-02T03:04:05.000Z',
    by: 'test',
  };
  return { ...recipe, moves: [...recipe.moves, move] };
}

/** Adds a move to a photo's recipe, with an edit.xmp that names the last move, as the engine will. */
export async function addMove(workspace: Workspace, value: number, label: string | null = null) {
  return workspace.change(
    `exposure ${value}`,
    (recipe) => withMove(recipe, value, label),
    async (next) => ({ 'edit.xmp': `<xmp moves="${next.moves.length}"/>\n` }),
  );
}

export async function newPhoto(home: string, id: string): Promise<Workspace> {
  return openStore(home).create(
    { photo: photoOf(id), recipe: emptyRecipe(id), files: { 'edit.xmp': '<xmp moves="0"/>\n' } },
    `ingest ${id}`,
  );
}

/** Real git, deaf to the configuration of whoever runs the tests. */
export function git(dir: string, ...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', ['-C', dir, ...args], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What git finds wrong with a photo's folder: must be empty. `dangling` objects are no fault. */
export function gitComplaints(dir: string): string {
  return git(dir, 'status', '--porcelain') + git(dir, 'fsck', '--full', '--strict', '--no-dangling');
}
