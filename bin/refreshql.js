#!/usr/bin/env node
// Plain JavaScript for Node 12, so that an older Node can still say what is missing.
const needed = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) < needed) {
  process.stderr.write(`RefreshQL needs Node.js ${needed} or newer; this is ${found}.\n`);
  process.exitCode = 1;
} else {
  import('../server/main.ts').then(({ main }) => main(process.argv.slice(2)));
}
