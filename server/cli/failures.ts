/** A command was called wrongly; the message is for standard error, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command cannot do what it was asked; the message is for standard error, the exit code is 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
