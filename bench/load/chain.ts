/** One caller: each of its requests holds the token that the reply before brought. The body is the three parts joined. */
export interface Chain {
  readonly before: string;
  readonly token: string;
  readonly after: string;
}

/** What is sent, and what a right answer looks like. It can be sent to another process. */
export interface Load {
  readonly path: string;
  /** @default application/json */
  readonly contentType?: string;
  /** Each goes over a connection of its own. */
  readonly chains: readonly Chain[];
  /** Text that every right answer holds. */
  readonly proof: string;
  /** Whether the next token follows the proof, up to a quotation mark. @default false */
  readonly carries?: boolean;
}

/** What a chain sends next. */
export function bodyOf({ before, token, after }: Chain): string {
  return before + token + after;
}

/** The chain after an answer; null where the answer is not the right one. */
export function advance(
  chain: Chain,
  answer: string,
  { proof, carries = false }: Pick<Load, 'proof' | 'carries'>,
): Chain | null {
  const start = answer.indexOf(proof);
  if (start === -1) return null;
  if (!carries) return chain;
  const from = start + proof.length;
  const token = answer.slice(from, answer.indexOf('"', from));
  return token === '' || token === chain.token ? null : { ...chain, token };
}
