#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=20 --no-allocation-site-pretenuring
// Plain JavaScript for Node 12, so that an older Node can still say what is missing.
const needed = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) < needed) {
  process.stderr.write(`RefreshQL needs Node.js ${needed} or newer; this is ${found}.\n`);
  process.exitCode = 1;
} else {
  start(process.argv.slice(2));
}

async function start(argv) {
  const { enableCompileCache } = await import('node:module');
  const { fileURLToPath } = await import('node:url');
  // Beside the code and not in the directory for temporary files, where others could put code in its place.
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/refreshql', import.meta.url)));
  const { main } = await import('../server/main.ts');
  await main(argv);
}
