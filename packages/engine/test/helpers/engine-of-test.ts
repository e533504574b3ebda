import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Arguments, type OperationName, type Result } from '@chemigram/engine';
import { afterAll } from 'vitest';

export interface EngineOfTest {
  /** For photos and exports; gone with the engine. */
  readonly folder: string;
  run<K extends OperationName>(name: K, args: Arguments<K> | object): Promise<Result<K>>;
}

/** An engine as a server has it, with a home of its own for the tests of one file, closed after the last of them. */
export async function engineOfTest(name: string): Promise<EngineOfTest> {
  const folder = mkdtempSync(join(tmpdir(), `chemigram-${name}-`));
  const engine = await createEngine({ home: join(folder, 'home'), stays: true });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  const call = { signal: new AbortController().signal, progress: () => undefined };
  return {
    folder,
    run: async <K extends OperationName>(operation: K, args: Arguments<K> | object) =>
      (await engine.run(operation, args, call)).result as Result<K>,
  };
}
