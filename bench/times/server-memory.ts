import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Case, Group } from './case.ts';
import { FORMS, OF_THE_PICTURE } from './masks.ts';
import { sizedPhoto } from './sized-photos.ts';
import type { World } from './world.ts';

/** Long enough for the start's garbage to settle. */
const SETTLE_MS = 2_000;
const KILOBYTES = 1_000;
/** For one call, on a machine at work. */
const PATIENCE_MS = 300_000;
/** What the session works on. */
const MEGAPIXELS = 25;
const EDITS = 5;

/** Resident memory in MB: of the server once its tools are listed, and after an edit in which all caches fill. */
interface Room {
  readonly idle: number;
  readonly worked: number;
  /** The largest of the darktables that it kept warm, after each call; null where there was none. */
  readonly warm: number | null;
}

async function roomOf(folder: string): Promise<Room> {
  const home = join(folder, 'room');
  await mkdir(home);
  const program = fileURLToPath(new URL('../../packages/cli/bin/chemigram.mjs', import.meta.url));
  const env = { ...(process.env as Record<string, string>), CHEMIGRAM_HOME: home };
  const transport = new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], env });
  const client = new Client({ name: 'bench', version: '0.0.0' });
  await client.connect(transport);
  try {
    await client.listTools();
    await sleep(SETTLE_MS);
    const server = transport.pid!;
    const idle = (await residents()).get(server)!.megabytes;
    let warm: number | null = null;
    await session(async (name, args) => {
      const { isError, content } = await client.callTool({ name, arguments: args }, { timeout: PATIENCE_MS });
      if (isError === true) throw new Error(`${name}: ${JSON.stringify(content)}`);
      // One that has grown too large is replaced: it is looked at while it is there.
      for (const { command, megabytes } of descendants(await residents(), server)) {
        if (/\blua/.test(command)) warm = Math.max(warm ?? 0, megabytes);
      }
    });
    await sleep(SETTLE_MS);
    return { idle, worked: (await residents()).get(server)!.megabytes, warm };
  } finally {
    await client.close();
  }
}

/** Moves, previews of them, and looks at masks. */
async function session(call: (name: string, args: Record<string, unknown>) => Promise<unknown>): Promise<void> {
  const image_id = 'photo';
  await call('ingest', { photo: await sizedPhoto(MEGAPIXELS), image_id });
  const masks = [...Object.values(FORMS), ...Object.values(OF_THE_PICTURE)];
  for (let k = 0; k < EDITS; k++) {
    const mask_spec = masks[k % masks.length]!(k);
    await call('preview_mask', { image_id, mask_spec });
    await call('apply_primitive', { image_id, primitive_name: 'exposure', value: 0.2, mask_spec });
    await call('render_preview', { image_id });
  }
}

interface Resident {
  readonly parent: number;
  readonly megabytes: number;
  readonly command: string;
}

/** All processes of this machine by their numbers. */
async function residents(): Promise<Map<number, Resident>> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm=']);
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [pid, parent, rss, ...command] = line.trim().split(/\s+/);
        const megabytes = (Number(rss) * 1024) / (KILOBYTES * KILOBYTES);
        return [Number(pid), { parent: Number(parent), megabytes, command: command.join(' ') }];
      }),
  );
}

/** The processes that one has started, and those that they have. */
function descendants(all: ReadonlyMap<number, Resident>, of: number): Resident[] {
  return [...all].flatMap(([pid, one]) => (one.parent === of ? [one, ...descendants(all, pid)] : []));
}

let measured: Promise<Room> | null = null;
/** One session tells it all. */
const room = ({ folder }: World): Promise<Room> => (measured ??= roomOf(folder));

const megabytes = (name: string, read: (room: Room) => number | null, target?: number): Case => ({
  name,
  unit: 'MB',
  ...(target === undefined ? {} : { target }),
  rounds: 1,
  measure: async (world) => [await room(world)].map(read).filter((size) => size !== null),
});

export const ROOM: Group = {
  title: 'Memory, resident',
  cases: [
    megabytes('MCP server, idle', ({ idle }) => idle, 150),
    megabytes(`MCP server, ${EDITS} masked edits of ${MEGAPIXELS} MP later`, ({ worked }) => worked),
    megabytes('the largest warm darktable meanwhile', ({ warm }) => warm, 700),
  ],
};
