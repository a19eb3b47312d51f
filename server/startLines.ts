import type { Config } from './config.ts';
import { issuerWarning } from './issuerWarning.ts';

/** What an operator wants to know at the start: addresses, what is configured, and what is only for development. */
export function startLines(config: Config, url: string, sandboxed: boolean): string {
  const common = [
    `RefreshQL listens on ${url}/graphql (${config.mode})`,
    `  Store      ${storeName(config)}`,
    `  Issuer     ${issuer(config)}`,
    `  WalletKit  ${walletKit(config, sandboxed)}`,
    ...(config.workers === 1 ? [] : [`  Workers    ${config.workers}`]),
    ...warnings(config),
  ];
  const lines = config.mode === 'production' ? common : [...common, ...development(config, url)];
  return `${lines.join('\n')}\n`;
}

function issuer({ issuerUrl, signingAlg }: Config): string {
  const tokens = `${issuerUrl}, ${signingAlg} access tokens`;
  return signingAlg === 'HS256' ? tokens : `${tokens}; keys at ${issuerUrl}/.well-known/jwks.json`;
}

function warnings(config: Config): readonly string[] {
  const warning = issuerWarning(config);
  return warning === null ? [] : [`  Warning    ${warning}`];
}

function storeName({ databaseUrl }: Config): string {
  const text = databaseUrl.reveal();
  if (text === 'memory:') return 'memory: sessions end with this process';
  return text.startsWith('sqlite:') ? text : 'PostgreSQL';
}

function walletKit(config: Config, sandboxed: boolean): string {
  if (sandboxed) return 'sandbox: both networks are a local emulator';
  const project = config.walletKitProjectId === null ? 'none: each input names one' : 'configured';
  return `testnet ${config.walletKitTestnetUrl}, mainnet ${config.walletKitMainnetUrl}; project ${project}`;
}

/** The one place that prints a secret: the generated service key, which development cannot do without. */
function development({ serviceKey, sources, dataDir }: Config, url: string): string[] {
  const generated = sources.SERVICE_KEY === 'default' && serviceKey !== null;
  return [
    `  GraphiQL   ${url}/graphql in a browser; the first tab holds a live token`,
    'Only for development:',
    `  GraphiQL with its demo user, introspection, and generated keys in ${dataDir}/`,
    ...(generated ? [`  X-Service-Key: ${serviceKey.reveal()}`] : []),
  ];
}
