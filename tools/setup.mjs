/**
 * Brings a fresh clone to where it runs: Node's version, npm packages, the build, darktable. What is there already is
 * left alone, so every script calls this first. Plain Node, no packages: it runs before any are installed.
 * Progress goes to stderr; exit 1 with a sentence on what to do when something cannot be had.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_NEEDED = [20, 19];
/** The oldest darktable that the edits are proved on. */
const DARKTABLE_NEEDED = [4, 2];
const MAC_BUNDLE = '/Applications/darktable.app/Contents/MacOS/darktable-cli';

const root = process.env.CHEMIGRAM_SETUP_ROOT ?? dirname(dirname(fileURLToPath(import.meta.url)));
const say = (text) => process.stderr.write(`setup: ${text}\n`);

function stop(problem, ...todo) {
  say(problem);
  for (const line of todo) process.stderr.write(`       ${line}\n`);
  process.exit(1);
}

/** Is the version in `text` at least `needed`? Versions are compared number by number. */
function atLeast(text, needed) {
  const numbers = (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number);
  for (let i = 0; i < needed.length; i++) {
    if ((numbers[i] ?? 0) !== needed[i]) return (numbers[i] ?? 0) > needed[i];
  }
  return true;
}

/** Runs a program with its output on stderr; true when it succeeded. */
function run(program, args, options = {}) {
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], ...options }).status === 0;
}

/** The path of a program on PATH, or undefined. */
function onPath(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of process.platform === 'win32' ? ['.exe', '.cmd'] : ['']) {
      const path = join(folder, program + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here: on to the next folder.
      }
    }
  }
  return undefined;
}

function checkNode() {
  if (atLeast(process.versions.node, NODE_NEEDED)) return;
  stop(
    `this is Node ${process.versions.node}; Node ${NODE_NEEDED.join('.')} or newer is needed`,
    'Install it from https://nodejs.org, or with nvm: nvm install 22',
  );
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** The C library of this Linux, as packages name it. */
const libc = () => (process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc');

/** Is an optional package one that npm installs on this platform? Those that name none come along with others. */
const isForHere = ({ os, cpu = [process.arch], libc: wanted }) =>
  os?.includes(process.platform) && cpu.includes(process.arch) && (wanted === undefined || wanted.includes(libc()));

/**
 * Is every package of the lock file installed in the version that it names? npm keeps what it installed in a lock file
 * of its own; comparing contents and not dates survives checkouts that only touch files.
 */
function packagesInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    // The root and the workspaces are not installed, but linked.
    if ((entry.optional && !isForHere(entry)) || entry.devOptional || entry.peer || !path.includes('node_modules/'))
      return true;
    const there = installed[path];
    return there !== undefined && there.version === entry.version;
  });
}

/** The npm that called this script, else the one on PATH. */
function npm(command) {
  const caller = process.env.npm_execpath;
  return caller
    ? run(process.execPath, [caller, command])
    : run('npm', [command], { shell: process.platform === 'win32' });
}

function installPackages() {
  if (packagesInstalled()) return;
  say('installing npm packages (once, about a minute)');
  if (npm('ci')) return;
  say('npm ci did not succeed, trying npm install');
  if (!npm('install')) stop('npm could not install the packages', 'Look at its messages above; is the network there?');
}

function build() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(tsc)) stop('TypeScript is not among the npm packages', 'Remove node_modules and run this again.');
  if (!run(process.execPath, [tsc, '-b'])) stop('the build failed: the messages above say where');
}

/** The darktable-cli that the renderer will find too: named by the environment, on PATH, or in the Mac's bundle. */
function findDarktable() {
  const named = process.env.CHEMIGRAM_DARKTABLE;
  if (named) {
    if (existsSync(named)) return named;
    stop(
      `CHEMIGRAM_DARKTABLE names ${named}, which does not exist`,
      'Correct it, or unset it to use the darktable on PATH.',
    );
  }
  return onPath('darktable-cli') ?? (process.platform === 'darwin' && existsSync(MAC_BUNDLE) ? MAC_BUNDLE : undefined);
}

/** How to run something as root without being asked for a password, or undefined. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = onPath('sudo');
  return sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : undefined;
}

/**
 * Debian's packages, and how to see that each is there. With the last two a darktable stays between pictures; without
 * them each picture starts one, and previews take about three times as long.
 */
const PACKAGES = [
  { name: 'darktable', isThere: () => findDarktable() !== undefined },
  { name: 'lua5.4', isThere: () => onPath('lua5.4') !== undefined, warm: true },
  { name: 'xvfb', isThere: () => onPath('Xvfb') !== undefined, warm: true },
];
const missing = () =>
  PACKAGES.filter(({ warm, isThere }) => !(warm && process.env.CHEMIGRAM_WARM === 'off') && !isThere()).map(
    ({ name }) => name,
  );
const APT = ['install', '-y', '--no-install-recommends'];

/** Installs what is missing where apt is and root can be had. */
function aptInstall(packages) {
  const apt = onPath('apt-get');
  const prefix = apt && asRoot();
  if (prefix === undefined) return;
  say(`installing ${packages.join(', ')} with apt-get (once, about a minute)`);
  const asks = (args) => {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', apt, ...args];
    return run(program, rest);
  };
  // Old package lists name files that are gone; but a failing refresh need not mean that nothing can be installed.
  if (!asks(['update'])) say('apt-get update did not succeed, trying with the lists that are here');
  asks([...APT, ...packages]);
}

/** What a person has to run to get darktable here. */
function darktableAdvice() {
  if (process.platform === 'darwin') return ['brew install --cask darktable'];
  if (process.platform === 'win32')
    return ['Install it from https://www.darktable.org/install, then set CHEMIGRAM_DARKTABLE to its darktable-cli.exe'];
  const by = {
    'apt-get': `sudo apt-get update && sudo apt-get ${[...APT, ...missing()].join(' ')}`,
    dnf: 'sudo dnf install darktable',
  };
  const others = {
    pacman: 'sudo pacman -S darktable',
    zypper: 'sudo zypper install darktable',
    apk: 'sudo apk add darktable',
  };
  const known = Object.entries({ ...by, ...others }).find(([program]) => onPath(program));
  return [known?.[1] ?? 'Install it from https://www.darktable.org/install'];
}

function provideDarktable() {
  if (missing().length > 0 && process.platform === 'linux') aptInstall(missing());
  const path = findDarktable();
  if (path === undefined) {
    stop(
      'darktable develops the pixels, and it is not installed. Run:',
      ...darktableAdvice(),
      'and start this again. A darktable elsewhere: set CHEMIGRAM_DARKTABLE to the path of its darktable-cli.',
    );
  }
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const version = /darktable(?:-cli)? v?(\d[\w.+~-]*)/.exec(answer.stdout ?? '')?.[1];
  if (version === undefined) stop(`${path} does not answer to --version`, answer.stderr ?? '');
  if (!atLeast(version, DARKTABLE_NEEDED))
    stop(`${path} is darktable ${version}; ${DARKTABLE_NEEDED.join('.')} or newer is needed`);
  say(`Node ${process.versions.node}, darktable ${version} (${path})`);
  if (missing().length > 0 && process.platform === 'linux')
    say(`${missing().join(' and ')} would let darktable stay between pictures: previews in a third of the time`);
}

checkNode();
installPackages();
build();
provideDarktable();
