import { availableParallelism } from 'node:os';
import { printConfig } from '../../config.ts';
import { createLog } from '../../log.ts';
import { withServiceKey } from '../../serviceKey.ts';
import { startLines } from '../../startLines.ts';
import { toldToEnd } from '../../toldToEnd.ts';
import { runWorkers, workerCount } from '../../workers/runWorkers.ts';
import { isWorker, leave } from '../../workers/workerProcess.ts';
import { CONFIG_OPTION, defineCommand } from '../command.ts';
import { CommandError } from '../failures.ts';
import { type ReadConfig, readConfig } from '../readConfig.ts';
import type { Terminal } from '../terminal.ts';

/** Runs the server until it is told to stop. */
export const serve = defineCommand({
  options: {
    sandbox: { type: 'boolean', help: 'serve both WalletKit networks by a local emulator' },
    'print-config': {
      type: 'boolean',
      help: 'print the configuration, without secrets, and exit',
    },
    ...CONFIG_OPTION,
  },
  async run(values, terminal) {
    const read = readConfig(values.config, terminal);
    if (values['print-config']) {
      terminal.print(printConfig(read.config));
      return 0;
    }
    const count = workerCount(read.config, availableParallelism());
    if (!isWorker && count > 1) return serveInWorkers(read, count, values.sandbox, terminal);
    await serveHere(read, values.sandbox, terminal);
    return 0;
  },
});

async function serveHere(read: ReadConfig, sandboxed: boolean, terminal: Terminal): Promise<void> {
  const { asWorker, serveAlone, serveUntilEnded } = await import('../../serveUntilEnded.ts');
  const role = isWorker ? asWorker : serveAlone(terminal.print);
  try {
    await serveUntilEnded({ ...read, sandboxed, role, now: terminal.now });
  } finally {
    if (isWorker) leave();
  }
}

async function serveInWorkers(
  read: ReadConfig,
  count: number,
  sandboxed: boolean,
  { print, now }: Terminal,
): Promise<number> {
  if (sandboxed) throw new CommandError('The sandbox is one process: leave WORKERS at 1.');
  // Made here, so that there is one when workers look for it.
  const config = await withServiceKey(read.config);
  const log = createLog({ level: config.logLevel, shared: true });
  return runWorkers({
    ...{ count, config, log, now, stopped: toldToEnd() },
    onListening: ({ url, issuerUrl }) =>
      print(startLines({ ...config, issuerUrl, workers: count }, url, false)),
  });
}
