import { replaceFile } from '../../../issuer/keys/replaceFile.ts';
import { rootTokenLife } from '../../../issuer/keys/rootSecret.ts';
import {
  type RotationPlan,
  rotateRootSecret,
  rotateSigningKeys,
} from '../../../issuer/keys/rotateKeys.ts';
import { signingTokenLife } from '../../../issuer/keys/signingKeys.ts';
import type { Config, SigningAlg } from '../../config.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { type KeyKind, type KeyText, readKeyText, settingOf } from '../keyTexts.ts';
import { printJson, showTime } from '../output.ts';
import { readConfig } from '../readConfig.ts';
import type { Terminal } from '../terminal.ts';
import { wholeNumber } from '../wholeNumber.ts';

/** Seconds: longer than published keys are cached (jose: 10 minutes) after the longest HTTP cache (5 minutes). */
const DEFAULT_LEAD = 900;
/** Seconds: published keys may be cached for 300, and a server looks for new ones every 15. */
const MIN_LEAD = 330;

/** Adds the next key. */
export const keysRotate = defineCommand({
  words: ['signing', 'root'],
  options: {
    in: {
      type: 'string',
      value: 'SECONDS',
      help: `when it begins to sign; ${DEFAULT_LEAD} without it, at least ${MIN_LEAD}`,
    },
    alg: { type: 'string', value: 'ALG', help: 'a key for another algorithm than SIGNING_ALG' },
    drop: {
      type: 'boolean',
      help: 'for a key that leaked: it signs at once, and whatever the others signed fails',
    },
    ...JSON_OPTION,
    ...CONFIG_OPTION,
  },
  async run(values, terminal, word) {
    const kind: KeyKind = word === 'root' ? 'root' : 'signing';
    const read = readConfig(values.config, terminal);
    const alg = algOf(values.alg, read.config, kind);
    const plan = planOf(values, read.config, kind, terminal.now());
    const change = (text: string) =>
      kind === 'root'
        ? Promise.resolve(rotateRootSecret(text, plan))
        : rotateSigningKeys(text, alg, plan);
    const place = await readKeyText(read, kind);
    await rotate(place, change, terminal);
    if (place.file !== null) report(place, plan, values.json, terminal);
    return 0;
  },
});

function algOf(given: string | undefined, { signingAlg }: Config, kind: KeyKind): SigningAlg {
  if (kind === 'root') {
    if (given !== undefined) throw new UsageError('--alg is for signing keys.');
    return 'HS256';
  }
  const alg = given ?? signingAlg;
  if (alg === 'HS256') {
    throw new CommandError('HS256 signs with a key of the root secret: rotate that one.');
  }
  if (alg === 'EdDSA' || alg === 'ES256' || alg === 'RS256') return alg;
  throw new UsageError('--alg must be EdDSA, ES256 or RS256.');
}

function planOf(
  values: {
    readonly in: string | undefined;
    readonly alg: string | undefined;
    readonly drop: boolean;
  },
  config: Config,
  kind: KeyKind,
  now: number,
): RotationPlan {
  if (values.drop && values.in !== undefined)
    throw new UsageError('--drop is at once, without --in.');
  if (values.drop && (values.alg ?? config.signingAlg) !== config.signingAlg)
    throw new UsageError('--drop leaves one key, which has to be of SIGNING_ALG.');
  const lead = wholeNumber('--in', values.in, DEFAULT_LEAD, MIN_LEAD, 31_536_000);
  const tokenLife =
    kind === 'root'
      ? rootTokenLife(config.refreshTokenTtl)
      : signingTokenLife(config.accessTokenTtl);
  const seconds = Math.floor(now / 1000) + (values.drop ? 0 : lead);
  return { now, signsFrom: seconds * 1000, tokenLife, drop: values.drop };
}

async function rotate(
  { kind, file, text }: KeyText,
  change: (text: string) => Promise<string>,
  terminal: Terminal,
): Promise<void> {
  if (text === null) throw new CommandError('There are no keys yet: a server makes them.');
  if (file !== null) return replaceFile(file, change);
  const keys = JSON.stringify(JSON.parse(await change(text)));
  terminal.warn(`The keys are not in a file: give every server this as ${settingOf(kind)}.\n`);
  terminal.print(`${keys}\n`);
}

function report({ kind, file }: KeyText, plan: RotationPlan, json: boolean, terminal: Terminal) {
  const signsFrom = showTime(plan.signsFrom);
  if (json) return printJson(terminal, { kind, file, signsFrom, dropped: plan.drop });
  const what = kind === 'root' ? 'root secret' : 'signing key';
  terminal.print(
    plan.drop
      ? `The old ${what} is gone from ${file}. Restart every server now.\n`
      : `The next ${what} is in ${file}; it signs from ${signsFrom}. Servers notice by themselves.\n`,
  );
}
