/** Small numbers, so that random clocks often meet an edge. Milliseconds. */
export const POLICY = { refreshTokenTtl: 900, reuseGrace: 30, lostResponseWindow: 200 };
export const MAX_AGE = 3000;

/** One refresh token as its user would draw it: which number, from which one, when. */
interface ModelToken {
  readonly number: number;
  readonly parent: number | null;
  readonly madeAt: number;
}

interface ModelSession {
  readonly userId: string;
  readonly startedAt: number;
  readonly tokens: ModelToken[];
  readonly firstUse: Map<number, number>;
  ended: boolean;
}

export type Presented = readonly [type: string, generation: number | null];

/** The rules of rotation told a second time, as a family tree of tokens. */
export function createRotationModel() {
  const sessions = new Map<string, ModelSession>();
  const model = { now: 1_000_000, sessions, open, present, revoke, live };

  function open(id: string, userId: string): void {
    const first = { number: 0, parent: null, madeAt: model.now };
    const firstUse = new Map<number, number>();
    sessions.set(id, { userId, startedAt: model.now, tokens: [first], firstUse, ended: false });
  }

  function newest(session: ModelSession): ModelToken {
    return session.tokens[session.tokens.length - 1]!;
  }

  function isOver(session: ModelSession): boolean {
    const idle = model.now - newest(session).madeAt >= POLICY.refreshTokenTtl;
    return idle || model.now - session.startedAt >= MAX_AGE;
  }

  function give(session: ModelSession, parent: number, type: string): Presented {
    const number = newest(session).number + 1;
    session.tokens.push({ number, parent, madeAt: model.now });
    return [type, number];
  }

  function present(id: string, number: number): Presented {
    const session = sessions.get(id)!;
    const current = newest(session);
    if (number > current.number) return ['unknown', null];
    if (session.ended) return ['revoked', current.number];
    if (isOver(session)) return ['expired', current.number];
    if (number === current.number) {
      session.firstUse.set(number, model.now);
      return give(session, number, 'rotated');
    }
    if (number === current.parent) {
      if (model.now - current.madeAt < POLICY.reuseGrace) return ['replayed', current.number];
      const since = model.now - session.firstUse.get(number)!;
      if (since < POLICY.lostResponseWindow) return give(session, number, 'recovered');
    }
    session.ended = true;
    return ['reused', current.number];
  }

  function live(userId: string): string[] {
    const own = [...sessions].filter(([, it]) => it.userId === userId);
    return own.filter(([, it]) => !it.ended && !isOver(it)).map(([id]) => id);
  }

  function revoke(matches: (id: string, userId: string) => boolean): string[] {
    const ended: string[] = [];
    for (const [id, session] of sessions) {
      if (!matches(id, session.userId)) continue;
      if (!session.ended && !isOver(session)) ended.push(id);
      session.ended = true;
    }
    return ended;
  }

  return model;
}

export type RotationModel = ReturnType<typeof createRotationModel>;

/** What must hold of any history of answers, whatever the model says (one per session). */
export function createInvariants() {
  let current = 0;
  let previous: number | null = null;
  let ended = false;
  return {
    end: () => {
      ended = true;
    },
    /** A sentence about the rule that the answer breaks, or null. */
    violated(presented: number, [type, generation]: Presented): string | null {
      const success = ['rotated', 'replayed', 'recovered'].includes(type);
      if (type === 'reused') ended = true;
      if (!success || generation === null) return null;
      if (ended) return 'an ended session revived';
      if (presented !== current && presented !== previous) return 'a spent token succeeded';
      if (type === 'replayed' && generation !== current) return 'a replay gave another successor';
      if (type !== 'replayed' && generation !== current + 1) return 'a generation was skipped';
      if (type === 'rotated') previous = presented;
      current = generation;
      return null;
    },
  };
}
