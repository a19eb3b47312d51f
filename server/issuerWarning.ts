import type { Config } from './config.ts';

/** What production should hear of its issuer's URL, as the end of a sentence; null where all is well. */
export function issuerWarning({ mode, sources, issuerUrl }: Config): string | null {
  if (mode !== 'production' || sources.ISSUER_URL !== 'default') return null;
  return `ISSUER_URL is not set: tokens say ${issuerUrl}.`;
}
