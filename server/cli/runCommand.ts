import { explainCause } from '../log/describeCause.ts';
import { SettingError } from '../settingError.ts';
import { COMMANDS, type CommandEntry } from './commands.ts';
import { CommandError, UsageError } from './failures.ts';
import type { Terminal } from './terminal.ts';

/** Runs the command that the arguments name and gives the exit code; what goes wrong is explained, never thrown. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const found = find(argv);
  try {
    return await run(found, argv, terminal);
  } catch (cause) {
    return explain(cause, found?.name, terminal);
  }
}

interface Found {
  readonly name: string;
  readonly command: CommandEntry;
  readonly rest: readonly string[];
}

/** The command that the first words name; without a word it is `serve`. */
function find(argv: readonly string[]): Found | null {
  const words = argv.slice(0, 2);
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = words.length < length ? undefined : COMMANDS.get(name);
    if (command) return { name, command, rest: argv.slice(length) };
  }
  const serve = COMMANDS.get('serve');
  const isServe = serve !== undefined && (argv[0] === undefined || argv[0].startsWith('-'));
  return isServe ? { name: 'serve', command: serve, rest: argv } : null;
}

async function run(
  found: Found | null,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (argv.includes('--help')) {
    terminal.print(found === null || found.rest === argv ? overview() : await explained(found));
    return 0;
  }
  if (found === null) {
    terminal.warn(`There is no such command.\n\n${overview()}`);
    return 2;
  }
  return (await found.command.load()).run(found.rest, terminal);
}

async function explained({ name, command }: Found): Promise<string> {
  return (await command.load()).help(name, command.summary);
}

function overview(): string {
  const width = Math.max(...[...COMMANDS.keys()].map((name) => name.length));
  const lines = [...COMMANDS].map(
    ([name, { summary }]) => `  ${name.padEnd(width)}   ${summary}\n`,
  );
  return `Usage: refreshql [command] [options]; without a command it serves.\n\n${lines.join('')}
refreshql COMMAND --help explains a command. Exit codes: 0 done, 1 refused or not well, 2 called wrongly.\n`;
}

function explain(cause: unknown, name: string | undefined, terminal: Terminal): number {
  if (cause instanceof UsageError) {
    terminal.warn(`${cause.message}\nSee refreshql ${name ?? ''} --help\n`);
    return 2;
  }
  const isForOperators = cause instanceof CommandError || cause instanceof SettingError;
  const message = isForOperators ? cause.message : explainCause(cause);
  terminal.warn(`${message}\n`);
  return 1;
}
