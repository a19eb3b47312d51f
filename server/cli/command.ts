import { parseArgs } from 'node:util';
import { UsageError } from './failures.ts';
import type { Terminal } from './terminal.ts';

/** One option of a command: what `parseArgs` needs, and what the help says. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help, `ID` for instance. */
  readonly value?: string;
  readonly help: string;
}

/** The options of a command, by name. */
export type Options = Readonly<Record<string, Option>>;

/** What was given: text, or whether a switch is set. */
export type Values<O extends Options> = {
  readonly [name in keyof O]: O[name]['type'] extends 'boolean' ? boolean : string | undefined;
};

/** A command as it is written. */
export interface CommandSpec<O extends Options> {
  readonly options: O;
  /** The words that may stand after the name; the first one stands for none. */
  readonly words?: readonly string[];
  /** Gives the exit code: 0 done, 1 refused or not well. */
  run(values: Values<O>, terminal: Terminal, word: string): Promise<number>;
}

/** A command as it is run. */
export interface Command {
  /** Explains the command under the name it is called by. */
  help(name: string, summary: string): string;
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}

/** The option of every command that reads the configuration. */
export const CONFIG_OPTION = {
  config: { type: 'string', value: 'FILE', help: 'read FILE instead of refreshql.config.json' },
} as const satisfies Options;

/** The option of every command whose answer a program may read. */
export const JSON_OPTION = {
  json: { type: 'boolean', help: 'print JSON' },
} as const satisfies Options;

/** Makes a command; wrong arguments throw a `UsageError`, which repeats no value: it could be a token. */
export function defineCommand<const O extends Options>(spec: CommandSpec<O>): Command {
  const words = spec.words ?? [];
  return {
    help: (name, summary) => help(name, summary, spec.options, words),
    async run(argv, terminal) {
      const { values, positionals } = parse(argv, spec.options, words.length > 0);
      const [word = words[0] ?? '', more] = positionals;
      if (more !== undefined || (positionals.length > 0 && !words.includes(word))) {
        throw new UsageError(`Expected one of: ${words.join(', ')}.`);
      }
      return spec.run(values as Values<O>, terminal, word);
    },
  };
}

function parse(argv: readonly string[], options: Options, allowPositionals: boolean) {
  const entries = Object.entries(options).map(([name, { type }]) => [
    name,
    type === 'boolean' ? { type, default: false } : { type },
  ]);
  try {
    return parseArgs({ args: [...argv], options: Object.fromEntries(entries), allowPositionals });
  } catch (cause) {
    throw new UsageError(explain(cause));
  }
}

// The parser's own sentences repeat what was typed.
function explain(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const message = cause instanceof Error ? cause.message : '';
  const option = /'(?:-\w, )?(--?[a-z][a-z-]{0,30})[ ']/.exec(message)?.[1];
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    return 'There is a word too many. A command comes before its options, and tokens are read from standard input or a file.';
  }
  if (option === undefined) return 'There is an option that is not known.';
  return code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
    ? `There is no option ${option}.`
    : `The option ${option} is not used like this.`;
}

function help(name: string, summary: string, options: Options, words: readonly string[]): string {
  const entries = Object.entries({ ...options, help: { help: 'print this', value: undefined } });
  const left = entries.map(([key, { value }]) => `--${key}${value ? ` ${value}` : ''}`);
  const width = Math.max(...left.map((it) => it.length));
  const lines = entries.map(([, it], index) => `  ${left[index]?.padEnd(width)}   ${it.help}`);
  const word = words.length === 0 ? '' : ` [${words.join('|')}]`;
  return `Usage: refreshql ${name}${word} [options]\n\n${summary}\n\n${lines.join('\n')}\n`;
}
