import * as fc from 'fast-check';
import { createSchema } from '../../schema/index.ts';
import { startProgram } from '../support/startProgram.ts';
import { tempDir } from '../support/tempDir.ts';
import { type RandomRequest, randomRequest } from './randomRequest.ts';
import { readTape } from './tape.ts';

/** What came of a run. */
export interface FuzzReport {
  readonly sent: number;
  /** How many answers had data, and how many each status. */
  readonly withData: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that were answered with 5xx or not at all. */
  readonly broken: readonly { readonly status: number | string; readonly request: RandomRequest }[];
  readonly defects: number;
  readonly alive: boolean;
  /** How much the resident memory grew in the second half of the requests, in MB. */
  readonly growthMb: number;
}

const SERVICE_KEY = 'service-key-of-the-fuzzing-0123456789abcdef';
const CALLERS = 4;

/** Sends generated requests to a program of its own, and watches it from outside. */
export async function fuzzProgram(options: {
  readonly count: number;
  readonly seed: number;
}): Promise<FuzzReport> {
  const { count, seed } = options;
  await using directory = await tempDir();
  const env = {
    DATA_DIR: directory.path,
    SERVICE_KEY,
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'silent',
    // With more, V8 lets garbage lie for long, and a leak could hide behind it.
    NODE_OPTIONS: '--max-old-space-size=192',
  };
  await using program = await startProgram([], env, directory.path);
  const texts = await someTexts(program.url);
  const requests = generate(count, seed, texts);
  const tally = { withData: 0, statuses: {} as Record<string, number>, broken: [] as Broken[] };
  let before = await memory(program.url);
  for (let start = 0; start < count; start += 500) {
    await sendAll(program.url, requests.slice(start, start + 500), tally, texts);
    if (start < count / 2) before = await memory(program.url);
  }
  const after = await memory(program.url);
  const alive = program.child.exitCode === null;
  const growthMb = (after.resident - before.resident) / 1024 / 1024;
  return { sent: count, ...tally, defects: after.defects, alive, growthMb };
}

type Broken = FuzzReport['broken'][number];
interface Tally {
  withData: number;
  statuses: Record<string, number>;
  broken: Broken[];
}

function generate(count: number, seed: number, texts: readonly string[]): RandomRequest[] {
  const schema = createSchema();
  const tape = fc.array(fc.nat(65_535), { minLength: 97, maxLength: 97 });
  const samples = fc.sample(fc.tuple(tape, fc.jsonValue()), { numRuns: count, seed });
  return samples.map(([numbers, mutation]) =>
    randomRequest({ schema, tape: readTape(numbers), texts, mutation }),
  );
}

async function sendAll(
  url: string,
  requests: readonly RandomRequest[],
  tally: Tally,
  texts: readonly string[],
): Promise<void> {
  const queue = requests.entries();
  const caller = async () => {
    for (const [n, request] of queue) await send(url, request, n, tally, texts);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

async function send(
  url: string,
  request: RandomRequest,
  n: number,
  tally: Tally,
  [accessToken]: readonly string[],
): Promise<void> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (n % 3 === 0) headers['x-service-key'] = SERVICE_KEY;
  if (n % 2 === 0) headers['authorization'] = `Bearer ${accessToken}`;
  if (n % 5 === 0) headers['accept'] = 'application/graphql-response+json';
  try {
    const body = JSON.stringify(request);
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const text = await response.text();
    tally.statuses[response.status] = (tally.statuses[response.status] ?? 0) + 1;
    if (response.status >= 500) tally.broken.push({ status: response.status, request });
    if (/"data":\{/.test(text)) tally.withData += 1;
  } catch (cause) {
    tally.broken.push({ status: String(cause), request });
  }
}

/** Texts worth trying: live tokens first, then what breaks things. */
async function someTexts(url: string): Promise<readonly string[]> {
  const query =
    'mutation { issueToken(input: { userId: "user-1" }) { ... on Token { accessToken refreshToken } } }';
  const headers = { 'content-type': 'application/json', 'x-service-key': SERVICE_KEY };
  const body = JSON.stringify({ query });
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const { data } = (await response.json()) as {
    data: { issueToken: { accessToken: string; refreshToken: string } };
  };
  const { accessToken, refreshToken } = data.issueToken;
  const odd = [
    '',
    ' ',
    'x'.repeat(9000),
    'a.b.c',
    '\u0000',
    '🦆',
    '\ud800',
    '__proto__',
    'null',
    '-1',
  ];
  return [accessToken, refreshToken, ...odd, 'user-1', 'walletkit-testnet'];
}

async function memory(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    resident: read('process_resident_memory_bytes'),
    defects: read('refreshql_defects_total'),
  };
}
