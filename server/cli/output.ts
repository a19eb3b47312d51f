import type { Terminal } from './terminal.ts';

/** Prints a value as JSON. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints rows in columns under their headings; nothing but `none` where there are none. */
export function printTable(
  terminal: Terminal,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
): void {
  if (rows.length === 0) {
    terminal.print(`${none}\n`);
    return;
  }
  const all = [headings, ...rows.map((row) => row.map(printable))];
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of all) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    terminal.print(`${cells.join('  ').trimEnd()}\n`);
  }
}

/** A time as RFC 3339 in UTC, to the second; a dash without one. */
export function showTime(time: number | null): string {
  return time === null ? '-' : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Text from elsewhere without the characters that steer a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}
