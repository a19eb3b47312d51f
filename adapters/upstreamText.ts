const CODE = /^[\w.-]{1,64}$/;
const LONGEST = 200;

/** An upstream's error code that is safe to publish: a short plain word that shares nothing with the secrets. */
export function publishableCode(code: unknown, secrets: readonly string[]): string | null {
  if (typeof code !== 'string' || !CODE.test(code)) return null;
  const leaks = secrets.some((secret) => code.includes(secret) || secret.includes(code));
  return leaks ? null : code;
}

/** An upstream's sentence for the log: without the secrets and anything that looks like a token, and cut short. */
export function loggableText(text: unknown, secrets: readonly string[]): string | null {
  if (typeof text !== 'string') return null;
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text);
  return known.replace(/[\w.~+/=%-]{24,}/g, '[removed]').slice(0, LONGEST);
}
