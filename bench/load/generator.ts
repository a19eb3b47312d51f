import { createInterface } from 'node:readline';
import { type Drive, drive } from './drive.ts';

// The load generator: a process of its own that drives one server at a time, one line of JSON for each stretch.
process.stdout.write('{}\n');
for await (const line of createInterface({ input: process.stdin })) {
  const driven = await drive(JSON.parse(line) as Drive);
  process.stdout.write(`${JSON.stringify(driven)}\n`);
}
