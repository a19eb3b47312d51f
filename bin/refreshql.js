#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=20 --no-allocation-site-pretenuring
// Plain JavaScript for Node 12, so that an older Node can still say what is missing.
import { keepCode } from './keepCode.js';

const needed = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) < needed) {
  process.stderr.write(`RefreshQL needs Node.js ${needed} or newer; this is ${found}.\n`);
  process.exitCode = 1;
} else {
  start(process.argv.slice(2));
}

async function start(argv) {
  await keepCode();
  const { main } = await import('../server/main.ts');
  await main(argv);
}
