import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChemigramError, type Call, type Engine, type OperationContract, type Outcome } from '@chemigram/engine';
import { z } from 'zod';

/**
 * A hand-made engine of a few operations, each of which shows one thing that the door translates. It stands for no part
 * of darktable: the real engine has its own tests.
 */
const contract = (name: string, change: Partial<OperationContract> = {}): OperationContract => ({
  name,
  title: `Title of ${name}`,
  summary: `Summary of ${name}`,
  description: `Description of ${name}`,
  example: { image_id: 'iguana' },
  effect: 'reads',
  idempotent: true,
  positional: ['image_id'],
  input: z.strictObject({ image_id: z.string().describe('The photo.') }),
  output: z.object({ said: z.string() }),
  ...change,
});

const picture = {
  input: z.strictObject({ image_id: z.string(), size: z.int().min(1).default(64) }),
  output: z.object({ path: z.string(), width: z.int(), height: z.int() }),
};

export const STUB_CONTRACTS: readonly OperationContract[] = [
  contract('say', { effect: 'changes', idempotent: false }),
  contract('look', picture),
  contract('count'),
  contract('wait'),
  contract('chatter'),
  contract('erase', { effect: 'destroys' }),
  contract('break'),
];

/** A picture file of `size` x 1 pixels, one byte each. The door hands its bytes on and never looks into them. */
async function pictureOf(folder: string, size: number): Promise<Outcome> {
  const path = join(folder, `picture-${size}.png`);
  await writeFile(path, Buffer.alloc(size, 'x'));
  return {
    result: { path, width: size, height: 1 },
    pictures: [{ path, mimeType: 'image/png', width: size, height: 1 }],
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** @param folder where pictures are written, and `closed`, `cancelled` when that happens; `count` ends when there is a file `heard`. */
export function stubEngine(folder: string): Engine {
  const handlers: Record<string, (args: { image_id: string; size?: number }, call: Call) => Promise<Outcome>> = {
    say: async ({ image_id }) => {
      if (image_id === 'nobody') {
        throw new ChemigramError('not_found', 'there is no photo "nobody"', {
          field: 'image_id',
          hint: 'try list_photos',
        });
      }
      return { result: { said: image_id } };
    },
    look: ({ size = 64 }) => pictureOf(folder, size),
    count: async (_, call) => {
      for (const [fraction, message] of [
        [0, 'begin'],
        [0.5, 'half'],
        [0.4, 'back'],
        [1, 'end'],
      ] as const) {
        call.progress(fraction, message);
      }
      // The client drops progress that arrives in one piece with the answer, so that waits until all of it was heard.
      while (!existsSync(join(folder, 'heard'))) await new Promise((resolve) => setTimeout(resolve, 5));
      return { result: { said: 'counted' } };
    },
    wait: async (_, call) => {
      call.progress(0.1, 'waiting');
      await aborted(call.signal);
      await writeFile(join(folder, 'cancelled'), '');
      throw new ChemigramError('cancelled', 'waiting was cancelled');
    },
    chatter: async () => {
      console.log('a line that a dependency prints');
      return { result: { said: 'quiet' } };
    },
    erase: async () => ({ result: { said: 'gone' } }),
    break: async () => {
      throw new TypeError('x is undefined');
    },
  };
  return {
    contracts: STUB_CONTRACTS,
    async run(name, args, call) {
      const parsed = STUB_CONTRACTS.find((c) => c.name === name)?.input.safeParse(args);
      if (parsed?.success !== true)
        throw new ChemigramError('invalid_input', `${name} was refused`, { field: 'image_id' });
      return handlers[name]!(parsed.data as { image_id: string }, call);
    },
    close: () => writeFile(join(folder, 'closed'), ''),
  };
}
