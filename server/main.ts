import { parseArgs } from 'node:util';
import { type Config, type ConfigResult, loadConfig, printConfig } from './config.ts';
import { createLog, logEvents } from './log.ts';
import { startSandbox } from './sandbox/startSandbox.ts';
import { withServiceKey } from './serviceKey.ts';
import { startLines } from './startLines.ts';
import { startServer } from './startServer.ts';

const USAGE = `Usage: refreshql [options]

  --sandbox         serve both WalletKit networks by a local emulator
  --print-config    print the configuration, without secrets, and exit
  --config FILE     read FILE instead of refreshql.config.json
  --help            print this
`;

const OPTIONS = {
  sandbox: { type: 'boolean', default: false },
  'print-config': { type: 'boolean', default: false },
  config: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Runs the program. The exit code is set, not taken: what is being written is written out. */
export async function main(argv: readonly string[]): Promise<void> {
  const args = read(argv);
  if (args === null || args.help) {
    (args === null ? process.stderr : process.stdout).write(USAGE);
    process.exitCode = args === null ? 2 : 0;
    return;
  }
  const loaded = loadConfig(args.config === undefined ? {} : { file: args.config });
  if (!loaded.ok) return explain(loaded.problems);
  if (args['print-config']) process.stdout.write(printConfig(loaded.config));
  else await serve(loaded.config, args.sandbox);
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : 'Unknown option.'}\n`);
    return null;
  }
}

function explain(problems: Extract<ConfigResult, { ok: false }>['problems']): void {
  const lines = problems.map(({ name, message }) => `  ${name}: ${message}\n`);
  process.stderr.write(`The configuration is not valid:\n${lines.join('')}`);
  process.exitCode = 1;
}

async function serve(given: Config, sandboxed: boolean): Promise<void> {
  const log = createLog({ level: given.logLevel });
  const config = await withServiceKey(given);
  await using stack = new AsyncDisposableStack();
  const sandbox = sandboxed ? stack.use(await startSandbox(config, Date.now)) : null;
  const server = await startServer({
    config: sandbox?.config ?? config,
    now: Date.now,
    emit: logEvents(log),
    ...(sandbox === null ? {} : { walletKitExamples: sandbox.examples }),
  });
  stack.use(server);
  process.stdout.write(startLines(server.config, server.url, sandboxed));
  const signal = await ended();
  log.info({ signal }, 'stopping');
}

function ended(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve(signal));
    }
  });
}
