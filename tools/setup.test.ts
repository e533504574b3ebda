import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('setup.mjs', import.meta.url));
const LOCK = JSON.stringify({
  packages: {
    '': { name: 'clone' },
    'packages/one': { version: '1.0.0' },
    'node_modules/typescript': { version: '7.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  },
});

/** A clone of nothing but a lock file, and a PATH on which only stand-ins are: they write down how they were called. */
let root: string;
let bin: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chemigram-setup-'));
  bin = join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(root, 'package-lock.json'), LOCK);
  symlinkSync('/usr/bin/env', join(bin, 'env'));
  // Installing means: a compiler that is content, and npm's own note of what it installed.
  program(
    'npm',
    `mkdir -p "$ROOT/node_modules/typescript/bin"
    : > "$ROOT/node_modules/typescript/bin/tsc"
    cp "$ROOT/package-lock.json" "$ROOT/node_modules/.package-lock.json"`,
  );
  program('sudo', 'shift; exec "$@"');
});
afterEach(() => rmSync(root, { recursive: true }));

function program(name: string, body: string): void {
  const text = `#!/bin/sh\nPATH=/usr/bin:/bin\necho "${name} $*" >> "$ROOT/calls"\n${body}\n`;
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
}

const darktable = (version: string): void => program('darktable-cli', `echo "this is darktable-cli ${version}"`);

function setup(environment: Record<string, string> = {}): { status: number | null; said: string; calls: string[] } {
  rmSync(join(root, 'calls'), { force: true });
  const env = { PATH: bin, ROOT: root, CHEMIGRAM_SETUP_ROOT: root, ...environment };
  const { status, stderr, stdout } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
  expect(stdout).toBe('');
  const calls = existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [];
  return { status, said: stderr, calls: calls.filter((c) => !c.startsWith('sudo')) };
}

describe.skipIf(process.platform !== 'linux')('setup', () => {
  it('installs the packages once and then leaves them alone', () => {
    darktable('4.2.1');
    expect(setup()).toMatchObject({ status: 0, calls: ['npm ci', 'darktable-cli --version'] });
    expect(setup()).toMatchObject({ status: 0, calls: ['darktable-cli --version'] });
  });

  it('installs again when the lock file asks for another version', () => {
    darktable('4.2.1');
    setup();
    writeFileSync(join(root, 'package-lock.json'), LOCK.replace('7.0.0', '7.0.1'));
    expect(setup().calls).toContain('npm ci');
  });

  it.each([
    ['of this platform', { os: ['linux'] }, true],
    ['of another platform', { os: ['aix'] }, false],
    ['of another processor', { os: ['linux'], cpu: ['none'] }, false],
    ['of another C library', { os: ['linux'], libc: ['none'] }, false],
    ['that others bring along', {}, false],
  ])('knows whether an optional package %s is missing', (_, where, wanted) => {
    darktable('4.2.1');
    setup();
    const { packages } = JSON.parse(LOCK) as { packages: Record<string, unknown> };
    const lock = { packages: { ...packages, 'node_modules/runtime': { version: '1.0.0', optional: true, ...where } } };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
    expect(setup().calls.includes('npm ci')).toBe(wanted);
  });

  it('falls back to npm install', () => {
    darktable('4.2.1');
    const works = readFileSync(join(bin, 'npm'), 'utf8').split('\n').slice(3).join('\n');
    program('npm', `[ "$1" = ci ] && exit 1\n${works}`);
    expect(setup()).toMatchObject({ status: 0, calls: ['npm ci', 'npm install', 'darktable-cli --version'] });
  });

  it('installs darktable where apt is, without asking anything', () => {
    program(
      'apt-get',
      `[ "$1" = install ] || exit 0
      echo 'echo darktable 5.4.1' > "$ROOT/bin/darktable-cli"; sed -i '1i #!/bin/sh' "$ROOT/bin/darktable-cli"
      chmod +x "$ROOT/bin/darktable-cli"; echo "frontend $DEBIAN_FRONTEND" >> "$ROOT/calls"`,
    );
    const { status, said, calls } = setup();
    expect(calls).toEqual([
      'npm ci',
      'apt-get update',
      'apt-get install -y --no-install-recommends darktable lua5.4 xvfb',
      'frontend noninteractive',
    ]);
    expect(status).toBe(0);
    expect(said).toContain('darktable 5.4.1');
  });

  it('installs what lets darktable stay where it is missing, and goes on where it cannot', () => {
    darktable('4.2.1');
    program('apt-get', 'exit 1');
    program('Xvfb', 'exit 0');
    const { status, said, calls } = setup();
    expect(calls).toContain('apt-get install -y --no-install-recommends lua5.4');
    expect(status).toBe(0);
    expect(said).toContain('lua5.4 would let darktable stay between pictures');
    expect(setup({ CHEMIGRAM_WARM: 'off' }).calls).toEqual(['darktable-cli --version']);
  });

  it('says what to run where it cannot install darktable', () => {
    program('dnf', 'exit 1');
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toContain('sudo dnf install darktable');
    expect(said).toContain('CHEMIGRAM_DARKTABLE');
  });

  it('uses the darktable that the environment names, and says so when it is not there', () => {
    darktable('5.0.1');
    const path = join(bin, 'darktable-cli');
    expect(setup({ CHEMIGRAM_DARKTABLE: path }).said).toContain(`darktable 5.0.1 (${path})`);
    const missing = setup({ CHEMIGRAM_DARKTABLE: '/nowhere/darktable-cli' });
    expect(missing.status).toBe(1);
    expect(missing.said).toContain('CHEMIGRAM_DARKTABLE names /nowhere/darktable-cli');
  });

  it('refuses a darktable that is too old', () => {
    darktable('3.8.1');
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toContain('darktable 3.8.1; 4.2 or newer is needed');
  });

  it('stops when the build fails', () => {
    darktable('4.2.1');
    setup();
    writeFileSync(join(root, 'node_modules/typescript/bin/tsc'), 'process.exit(2)');
    expect(setup()).toMatchObject({ status: 1, calls: [] });
  });
});
