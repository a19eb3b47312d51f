import { type Program, startProgram } from '../../test/support/startProgram.ts';
import { tempDir } from '../../test/support/tempDir.ts';
import { IssueToken } from './documents.ts';
import { post } from './post.ts';

const SERVICE_KEY = 'service-key-of-the-tests-0123456789abcdef';

// Everything here comes from one address, and much of it is meant to fail.
const ENV = { SERVICE_KEY, RATE_LIMITS: 'off' };

/** The header of a trusted back end. */
export const asService = { 'x-service-key': SERVICE_KEY };

/** RefreshQL as its operators run it, on a store of its own. */
export interface RefreshQL extends AsyncDisposable {
  readonly url: string;
  readonly graphql: string;
  readonly program: Program;
  /** Signs a user in. */
  signIn(userId?: string): Promise<{ accessToken: string; refreshToken: string }>;
  /** How often a metric counted, over all series whose labels contain the text. */
  counted(metric: string, labels: string): Promise<number>;
}

/** Starts the program on a free port. */
export async function startRefreshQL(
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<RefreshQL> {
  const stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const program = stack.use(await startProgram(args, { ...ENV, ...env }, dir.path));
  const graphql = `${program.url}/graphql`;
  return {
    url: program.url,
    graphql,
    program,
    async signIn(userId = 'ada') {
      const { body } = await post(graphql, IssueToken, { input: { userId } }, asService);
      return body.data.issueToken;
    },
    async counted(metric, labels) {
      const text = await (await fetch(`${program.url}/metrics`)).text();
      const series = text.split('\n').filter((line) => line.startsWith(`${metric}{`));
      return series
        .filter((line) => line.includes(labels))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
