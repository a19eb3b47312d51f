import { readFile } from 'node:fs/promises';
import { type Secret, secret } from '../../domain/secret.ts';
import type { Options } from './command.ts';
import { CommandError, UsageError } from './failures.ts';
import type { Terminal } from './terminal.ts';

const LIMIT = 64 * 1024;

/** The option of every command that takes a token; an argument would show it to every user of the machine. */
export const TOKEN_OPTION = {
  file: {
    type: 'string',
    value: 'FILE',
    help: 'read the token from FILE instead of standard input',
  },
} as const satisfies Options;

/** Reads the token from a file or from standard input. */
export async function readToken(file: string | undefined, terminal: Terminal): Promise<Secret> {
  const text = file === undefined ? await terminal.readInput(LIMIT) : await readText(file);
  const token = text.trim();
  if (token === '') throw new UsageError('There is no token in standard input or the file.');
  return secret(token);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new CommandError('The file of the token cannot be read.');
  }
}
