import type { Config } from '../../config.ts';
import type { Finding } from './finding.ts';
import { type Probe, probe } from './probe.ts';

/** What was found of one upstream. */
export interface UpstreamFinding {
  readonly finding: Finding;
  /** Milliseconds its clock is ahead of ours; null where it does not say. */
  readonly clockOffset: number | null;
}

/** Asks each configured upstream for its front page, without any credential; what it answers does not matter. */
export function checkUpstreams(
  config: Config,
  now: () => number,
): Promise<readonly UpstreamFinding[]> {
  const { upstreamTimeoutMs: timeoutMs, allowPrivateUpstreams: allowPrivate } = config;
  return Promise.all(
    addresses(config).map(async ({ id, address, isDefault }) => {
      const url = new URL(address);
      const found = await probe(url, { timeoutMs, allowPrivate, now });
      return { finding: judge(id, url.host, found, isDefault), clockOffset: offset(found) };
    }),
  );
}

interface Address {
  readonly id: string;
  readonly address: string;
  /** Nobody configured it; it is there by default. */
  readonly isDefault: boolean;
}

function addresses(config: Config): readonly Address[] {
  const { sources, walletKitTestnetUrl, walletKitMainnetUrl } = config;
  const isSet = (name: 'WALLETKIT_TESTNET_URL' | 'WALLETKIT_MAINNET_URL') =>
    sources[name] !== 'default' || config.walletKitProjectId !== null;
  const given = (id: string, address: string) => ({ id, address, isDefault: false });
  return [
    {
      id: 'walletkit-testnet',
      address: walletKitTestnetUrl,
      isDefault: !isSet('WALLETKIT_TESTNET_URL'),
    },
    {
      id: 'walletkit-mainnet',
      address: walletKitMainnetUrl,
      isDefault: !isSet('WALLETKIT_MAINNET_URL'),
    },
    ...config.cloudreveSites.map(({ site, url }) => given(`cloudreve:${site}`, url)),
    ...config.oauth2Providers.flatMap(({ provider, tokenEndpoint, issuer }) => {
      const address = tokenEndpoint ?? issuer;
      return address === null ? [] : [given(`oauth2:${provider}`, address)];
    }),
  ];
}

function judge(check: string, host: string, found: Probe, isDefault: boolean): Finding {
  if (found.type === 'reached') return { check, level: 'ok', message: `${host} answers.` };
  const message =
    found.code === 'ERR_PRIVATE_ADDRESS'
      ? `${host} is at an address that is not public: refreshes need ALLOW_PRIVATE_UPSTREAMS.`
      : `${host} cannot be reached (${found.code}).`;
  return isDefault
    ? { check, level: 'warn', message: `${message} It is there by default; nobody configured it.` }
    : { check, level: 'fail', message };
}

// `Date` is cut to whole seconds, so half a second is its best guess.
const offset = (found: Probe) =>
  found.type === 'reached' && found.date !== null ? found.date + 500 - found.at : null;
