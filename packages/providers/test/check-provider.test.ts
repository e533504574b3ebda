import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkProvider } from '@chemigram/providers/check';
import { describe, expect, it } from 'vitest';

const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const CLASSIC = fileURLToPath(new URL('../../../providers/classic/src/main.ts', import.meta.url));
const PATH = { PATH: process.env['PATH'] ?? '' };
const program = (...args: string[]) => ({ command: process.execPath, args, cwd: FIXTURES, env: PATH });
const plain = (...args: string[]) => program('plain.mjs', ...args);

/** The patience with those that are silent or slow, which use it up. */
const SHORT_MS = 1500;

describe('the check of a provider', () => {
  it.each([
    [
      'one that serveProvider makes',
      program('--conditions=@chemigram/source', '--import', 'tsx', 'brightest-square.ts'),
    ],
    ['one without any library', plain()],
    ['the one that comes with chemigram', program('--conditions=@chemigram/source', '--import', 'tsx', CLASSIC)],
  ])('finds nothing wrong with %s', async (_, good) => {
    const { findings, passed } = await checkProvider(good);
    expect(findings.filter(({ why }) => why !== null)).toEqual([]);
    expect(findings.length).toBeGreaterThan(10);
    expect(passed).toBe(true);
  });

  it('finds nothing wrong with the one that docs/provider-protocol.md shows', async () => {
    const page = await readFile(new URL('../../../docs/provider-protocol.md', import.meta.url), 'utf8');
    // Among the tests, from where its imports are found.
    const folder = await mkdtemp(join(FIXTURES, 'documented-'));
    const file = join(folder, 'middle.mts');
    await writeFile(file, /```ts\n(.*?)```/s.exec(page)![1]!);
    const { findings } = await checkProvider(program('--conditions=@chemigram/source', '--import', 'tsx', file));
    await rm(folder, { recursive: true });
    expect(findings.filter(({ why }) => why !== null)).toEqual([]);
    expect(findings.length).toBeGreaterThan(8);
  });

  it.concurrent.each([
    ['wrong-version', /^it starts/, /protocol: .*mask_provider\.v1/],
    ['silent', /^it starts/, /said nothing within 1.5 s/],
    ['nan', /^it detects subjects/, /vertices\[1\]\[0\]: .*expected number/],
    ['too-many-vertices', /^it detects subjects/, /vertices: Too big.*1000/],
    ['out-of-range', /^it detects subjects/, /confidence: Too big.*<=1/],
    ['slow', /^it detects subjects/, /did not answer within 1.5 s/],
    ['crashing', /^it detects subjects/, /was ended by SIGABRT/],
    ['huge', /^it detects subjects/, /answered with more than 16 MB/],
    ['stdout', /^it detects subjects/, /wrote to stdout what is not the protocol: "loading weights/],
    ['lying', /^it detects depth_band/, /refused: there is no such thing as depth_band/],
  ])('finds one that is broken by %s, and says so', async (how, rule, why) => {
    const { findings, passed } = await checkProvider(plain(how), {
      ...(how === 'silent' ? { startMs: SHORT_MS } : {}),
      ...(how === 'slow' ? { timeoutMs: SHORT_MS } : {}),
    });
    expect(passed).toBe(false);
    expect(findings.at(-1)!.rule).toMatch(rule);
    expect(findings.at(-1)!.why).toMatch(why);
  });
});
