import { createCloudreve } from '../adapters/cloudreve.ts';
import type { Http } from '../adapters/http.ts';
import { createOAuth2 } from '../adapters/oauth2.ts';
import { createWalletKit } from '../adapters/walletKit.ts';
import type { IssuerFamily } from '../domain/issuer.ts';
import type { Config } from './config.ts';

/** Every family of issuers that calls are forwarded to; those without a configured issuer are left out. */
export function upstreamFamilies(config: Config, http: Http): readonly IssuerFamily[] {
  const walletKit = {
    testnetUrl: config.walletKitTestnetUrl,
    mainnetUrl: config.walletKitMainnetUrl,
    projectId: config.walletKitProjectId,
    allowedProjectIds: config.walletKitProjectIds,
  };
  return [
    createWalletKit(walletKit, http),
    createCloudreve(config.cloudreveSites, http),
    createOAuth2(config.oauth2Providers, http),
  ].filter(({ issuers }) => issuers.length > 0);
}
