import { reportOf, type Engine, type OperationContract } from '@chemigram/engine';
import { Command, CommanderError } from 'commander';
import { EXIT_CODES, EXIT_DONE } from './exit-codes.ts';
import { progressLine, type ProgressStream } from './progress-line.ts';
import { jsonReport, peopleReport } from './report.ts';
import { usageError } from './usage-error.ts';
import { kebab, verbOf } from './verb.ts';

/** All that the command line touches of the world. */
export interface World {
  readonly version: string;
  /** Operations that become verbs. They are known before there is an engine, so that help needs none. */
  readonly contracts: readonly OperationContract[];
  /** @param session what the transcript is called; without it, the engine gives it a name of its own */
  createEngine(session?: string): Promise<Engine>;
  /** Serves the engine over MCP on stdio until the client goes, and closes it. */
  serveMcp(engine: Engine, signal: AbortSignal): Promise<void>;
  stdout(text: string): void;
  readonly stderr: ProgressStream;
  /** Aborted by Ctrl-C, and when the terminal is closed. */
  readonly signal: AbortSignal;
}

/** Whether the outcome is to be JSON: known before anything is parsed, because wrong use is answered in JSON too. */
export const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
};

/** Every verb is a process of its own; those of a day make up one session. */
const sessionOfToday = (): string => `cli-${new Date().toISOString().slice(0, 10)}`;

const SHOWN = new Set(['commander.helpDisplayed', 'commander.help', 'commander.version']);

/**
 * Runs one command line and returns the exit code. Prints its outcome, and with `--json` exactly one JSON object on
 * stdout whatever happens. Never throws.
 *
 * @param argv arguments without node and script
 */
export async function main(argv: readonly string[], world: World): Promise<number> {
  const report = wantsJson(argv)
    ? jsonReport((text) => world.stdout(text))
    : peopleReport(
        (text) => world.stdout(text),
        (text) => void world.stderr.write(text),
      );
  // Help and version are gathered first, so that they can be put into JSON.
  let shown = '';

  const program = new Command('chemigram')
    .description('Edit photos with darktable from the command line: say where and what, look, measure, undo.')
    .version(world.version, '--version', 'show the version')
    .option('--json', 'print exactly one JSON object on stdout')
    .configureOutput({ writeOut: (text) => (shown += text), writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

  const run = async (contract: OperationContract, args: Record<string, unknown>): Promise<void> => {
    const engine = await world.createEngine(sessionOfToday());
    const line = progressLine(world.stderr);
    try {
      const { result } = await engine.run(contract.name, args, { signal: world.signal, progress: line.show });
      line.clear();
      report.result(result);
    } finally {
      line.clear();
      await engine.close();
    }
  };

  const verbs = [
    ...world.contracts.map((contract) => verbOf(contract, run)),
    new Command('mcp')
      .summary('Serve all of this to a chat client over MCP on stdio')
      .description('Serves every operation as a tool over the Model Context Protocol on stdin and stdout.')
      .action(async () => world.serveMcp(await world.createEngine(), world.signal)),
  ];
  for (const verb of verbs) program.addCommand(verb.copyInheritedSettings(program));

  try {
    if (argv.every((arg) => arg === '--json')) {
      throw new CommanderError(
        2,
        'chemigram.noVerb',
        `a verb is missing: one of ${world.contracts.map((c) => kebab(c.name)).join(', ')}, mcp`,
      );
    }
    await program.parseAsync(argv, { from: 'user' });
    return EXIT_DONE;
  } catch (thrown) {
    if (thrown instanceof CommanderError && SHOWN.has(thrown.code) && shown !== '') {
      report.text(thrown.code === 'commander.version' ? 'version' : 'help', shown);
      return EXIT_DONE;
    }
    const error = reportOf(thrown instanceof CommanderError ? usageError(thrown, argv, verbs) : thrown);
    report.error(error);
    return EXIT_CODES[error.code];
  }
}
