/** Resolves with the name of the first signal that asks this process to end; later ones change nothing. */
export function toldToEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // Not `once`: npm passes on the Ctrl-C that the terminal has sent already, and unheard it would end the process at once.
      process.on(signal, () => resolve(signal));
    }
  });
}
