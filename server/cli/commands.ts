import type { Command } from './command.ts';

/** A command before it is needed; a short one should not wait for the modules of the server. */
export interface CommandEntry {
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command by its name, in the order of the help. */
export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  [
    'serve',
    {
      summary: 'run the server (what happens without a command)',
      load: async () => (await import('./commands/serve.ts')).serve,
    },
  ],
  [
    'keys list',
    {
      summary:
        'list signing keys and root secrets: which one signs, which is next, which are retired',
      load: async () => (await import('./commands/keysList.ts')).keysList,
    },
  ],
  [
    'keys rotate',
    {
      summary: 'add the next signing key or root secret; it is published now and signs later',
      load: async () => (await import('./commands/keysRotate.ts')).keysRotate,
    },
  ],
  [
    'token issue',
    {
      summary: 'start a session and print its first pair',
      load: async () => (await import('./commands/tokenIssue.ts')).tokenIssue,
    },
  ],
  [
    'token inspect',
    {
      summary: 'explain a token, read from standard input: what it says, and what it is worth',
      load: async () => (await import('./commands/tokenInspect.ts')).tokenInspect,
    },
  ],
  [
    'token refresh',
    {
      summary: 'exchange a refresh token, read from standard input, for a new pair',
      load: async () => (await import('./commands/tokenRefresh.ts')).tokenRefresh,
    },
  ],
  [
    'token revoke',
    {
      summary: 'end the session of a refresh token, read from standard input',
      load: async () => (await import('./commands/tokenRevoke.ts')).tokenRevoke,
    },
  ],
  [
    'sessions list',
    {
      summary: 'list the live sessions of a user, newest first',
      load: async () => (await import('./commands/sessionsList.ts')).sessionsList,
    },
  ],
  [
    'sessions revoke',
    {
      summary: 'end one session, or all of a user',
      load: async () => (await import('./commands/sessionsRevoke.ts')).sessionsRevoke,
    },
  ],
  [
    'sessions audit',
    {
      summary: 'read the audit trail of a session or a user, newest first',
      load: async () => (await import('./commands/sessionsAudit.ts')).sessionsAudit,
    },
  ],
  [
    'db migrate',
    {
      summary: 'bring the tables of the store up to date, as a server does at its start',
      load: async () => (await import('./commands/dbMigrate.ts')).dbMigrate,
    },
  ],
  [
    'db purge',
    {
      summary: 'delete dead sessions and old audit entries, as a server does now and then',
      load: async () => (await import('./commands/dbPurge.ts')).dbPurge,
    },
  ],
  [
    'db status',
    {
      summary: 'look at the store and change nothing: its tables, and how much it holds',
      load: async () => (await import('./commands/dbStatus.ts')).dbStatus,
    },
  ],
  [
    'schema',
    {
      summary: 'print the GraphQL schema',
      load: async () => (await import('./commands/schema.ts')).schema,
    },
  ],
  [
    'doctor',
    {
      summary:
        'check configuration, store, directories, clock, keys and upstreams, and change nothing',
      load: async () => (await import('./commands/doctor.ts')).doctor,
    },
  ],
]);
