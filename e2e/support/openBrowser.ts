import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { tempDir } from '../../test/support/tempDir.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // No name resolves: what is not on this machine cannot be reached.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Chromium with a profile of its own, and notes of what it did. */
export interface Browser extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Where the profile is kept; it may be read once the browser is closed. */
  readonly profile: string;
  /** Every address asked for that is not on 127.0.0.1. */
  readonly strayRequests: readonly string[];
  /** Everything that the page wrote to the console, and every uncaught exception. */
  readonly console: readonly string[];
}

/** Starts Chromium with an empty page. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `There is no ${CHROMIUM}: install Debian's package "chromium", or set CHROMIUM.`,
    );
  }
  const stack = new AsyncDisposableStack();
  const { path: profile } = stack.use(await tempDir());
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: ARGS,
    viewport: { width: 1280, height: 800 },
  });
  stack.defer(() => context.close());
  context.setDefaultTimeout(10_000);
  const strayRequests: string[] = [];
  const console: string[] = [];
  context.on('request', (request) => {
    if (!/^(blob:)?http:\/\/127\.0\.0\.1:|^data:/.test(request.url()))
      strayRequests.push(request.url());
  });
  context.on('console', (message) => console.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => console.push(`uncaught: ${error.error().message}`));
  const page = context.pages()[0] ?? (await context.newPage());
  const dispose = () => stack.disposeAsync();
  return { context, page, profile, strayRequests, console, [Symbol.asyncDispose]: dispose };
}
