import {
  ChemigramError,
  type Call,
  type Engine,
  type ErrorCode,
  type OperationContract,
  type Outcome,
} from '@chemigram/engine';
import { z } from 'zod';
import { main, type World } from '../src/main.ts';

/** Operations that show what the command line translates; they stand for no part of darktable. */
const STUB_CONTRACTS: readonly OperationContract[] = [
  {
    name: 'echo_all',
    title: 'Echo',
    summary: 'Say back what was given',
    description: 'Says back what was given.',
    example: { image_id: 'iguana' },
    effect: 'reads',
    idempotent: true,
    positional: ['image_id'],
    input: z.strictObject({
      image_id: z.string(),
      primitive_name: z.string().optional(),
      value: z.number().optional(),
      size: z.int().default(1024),
      grid: z.boolean().default(false),
      verify: z.boolean().default(true),
      region: z.array(z.number()).optional(),
      mask_spec: z.looseObject({}).nullable().optional(),
      style: z.enum(['red', 'white']).optional(),
    }),
    output: z.looseObject({}),
  },
  {
    name: 'fail_with',
    title: 'Fail',
    summary: 'Fail with a code',
    description: 'Fails with a code.',
    example: { code: 'not_found' },
    effect: 'changes',
    idempotent: true,
    positional: ['code'],
    input: z.strictObject({ code: z.string() }),
    output: z.looseObject({}),
  },
  {
    name: 'wait',
    title: 'Wait',
    summary: 'Wait to be cancelled',
    description: 'Waits to be cancelled.',
    example: {},
    effect: 'reads',
    idempotent: true,
    positional: [],
    input: z.strictObject({}),
    output: z.looseObject({}),
  },
];

async function handle(name: string, args: Record<string, unknown>, call: Call): Promise<Outcome> {
  if (name === 'fail_with') {
    if (args['code'] === 'bug') throw new TypeError('x is undefined');
    throw new ChemigramError(args['code'] as ErrorCode, 'it failed', { field: 'code', hint: 'try again' });
  }
  if (name === 'wait') {
    call.progress(0.25, 'waiting');
    await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve()));
    throw new ChemigramError('cancelled', 'waiting was cancelled');
  }
  call.progress(0.5, 'echoing');
  return { result: { given: args } };
}

/** What one command line printed and how it ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** How often an engine was made and closed. */
  readonly engines: { made: number; closed: number };
}

export interface RunOptions {
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  /** Thrown instead of making an engine. */
  readonly broken?: Error;
}

/** Runs a command line on the stub operations. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  let out = '';
  let err = '';
  const engines = { made: 0, closed: 0 };
  const createEngine = async (): Promise<Engine> => {
    if (options.broken !== undefined) throw options.broken;
    engines.made++;
    return {
      contracts: STUB_CONTRACTS,
      run: (name, args, call) => handle(name, args as Record<string, unknown>, call),
      close: async () => void engines.closed++,
    };
  };
  const world: World = {
    version: '1.2.3',
    contracts: STUB_CONTRACTS,
    createEngine,
    serveMcp: async (engine) => engine.close(),
    stdout: (text) => (out += text),
    stderr: { isTTY: options.isTTY ?? false, columns: 60, write: (text) => (err += text) },
    signal: options.signal ?? new AbortController().signal,
  };
  const code = await main(argv, world);
  return { code, out, err, engines };
}

/** Runs with `--json`, and sees to it that stdout holds one line of JSON and nothing else. */
export async function runJson(argv: readonly string[], options: RunOptions = {}) {
  const ran = await run([...argv, '--json'], options);
  if (!/^[^\n]+\n$/.test(ran.out)) throw new Error(`stdout is not one line: ${JSON.stringify(ran.out)}`);
  return { ...ran, json: JSON.parse(ran.out) as Record<string, unknown> };
}
