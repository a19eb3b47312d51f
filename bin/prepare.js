// Loads the program after its installation without running it, so that its first start finds compiled code too.
import { keepCode } from './keepCode.js';

// Whoever starts it on an older Node, or without all of its files, is told so then.
if (Number(process.versions.node.split('.')[0]) >= 24) load().catch(() => {});

async function load() {
  await keepCode();
  await import('../server/main.ts');
  await import('../server/cli/commands/serve.ts');
  await import('../server/serveUntilEnded.ts');
}
