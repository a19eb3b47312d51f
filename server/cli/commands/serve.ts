import { setTimeout as delay } from 'node:timers/promises';
import { printConfig } from '../../config.ts';
import { createLog, logEvents } from '../../log.ts';
import { startSandbox } from '../../sandbox/startSandbox.ts';
import { withServiceKey } from '../../serviceKey.ts';
import { startLines } from '../../startLines.ts';
import { startServer } from '../../startServer.ts';
import { CONFIG_OPTION, defineCommand } from '../command.ts';
import { type ReadConfig, readConfig } from '../readConfig.ts';
import type { Terminal } from '../terminal.ts';

const NOTICE_MS = 500;

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
    if (values['print-config']) terminal.print(printConfig(read.config));
    else await serveUntilEnded(read, values.sandbox, terminal);
    return 0;
  },
});

async function serveUntilEnded(read: ReadConfig, sandboxed: boolean, { print, now }: Terminal) {
  const log = createLog({ level: read.config.logLevel });
  const config = await withServiceKey(read.config);
  await using stack = new AsyncDisposableStack();
  const sandbox = sandboxed ? stack.use(await startSandbox(config, now)) : null;
  const server = await startServer({
    config: sandbox?.config ?? config,
    now,
    emit: logEvents(log),
    secretFiles: read.secretFiles,
    ...(sandbox === null ? {} : { walletKitExamples: sandbox.examples }),
  });
  stack.use(server);
  // Whoever reads that it listens may tell it to stop at once.
  const stopped = ended();
  print(startLines(server.config, server.url, sandboxed));
  const signal = await stopped;
  log.info({ signal }, 'stopping');
  // A load balancer needs a moment to hear of it, and what arrives meanwhile is still served.
  server.announceStop();
  await delay(NOTICE_MS);
}

function ended(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve(signal));
    }
  });
}
