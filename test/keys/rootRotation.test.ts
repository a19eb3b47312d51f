import { describe, expect, it } from 'vitest';
import type { TokenGrant } from '../../domain/grant.ts';
import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { T0, testIssuer } from '../issuer/issuerFixture.ts';
import { keyDir } from './keyDir.ts';

const DAY = 86_400_000;
const SWITCH = T0 + 900_000;

/** Two nodes over one store and the same key files, which have both noticed a rotation that happens at SWITCH. */
async function twoNodes(dir: Awaited<ReturnType<typeof keyDir>>) {
  const store = createMemoryStore();
  const rings = [await dir.open(), await dir.open()];
  const [a, b] = rings.map((ring) => testIssuer({ ...ring, store }));
  await dir.rotateRoot(T0);
  const setTime = (now: number) => {
    a!.clock.now = now;
    b!.clock.now = now;
  };
  const reload = () => Promise.all(rings.map((ring) => ring.reload(a!.clock.now)));
  return { nodes: [a!, b!] as const, setTime, reload };
}

const tokenOf = (result: unknown) => (result as TokenGrant).refreshToken.reveal();

describe('a rotation of the root secret', () => {
  it('loses no session, whenever it last refreshed', async () => {
    await using dir = await keyDir();
    const { nodes, setTime, reload } = await twoNodes(dir);
    const held: string[] = [];
    for (let index = 0; index < 40; index += 1)
      held.push(tokenOf(await nodes[0].issue(`u${index}`)));
    await reload();
    for (const at of [SWITCH - 1000, SWITCH - 1, SWITCH, SWITCH + 1000, SWITCH + 13 * DAY]) {
      setTime(at);
      for (const [index, token] of held.entries()) {
        // A third of them rests at each step.
        if ((index + at) % 3 === 0 && at < SWITCH + DAY) continue;
        const result = await nodes[index % 2]!.refresh(token);
        expect(result).toMatchObject({ kind: 'Token' });
        held[index] = tokenOf(result);
      }
    }
    setTime(SWITCH + 26 * DAY);
    for (const token of held)
      expect(await nodes[1].refresh(token)).toMatchObject({ kind: 'Token' });
  });

  it('gives a replay the bytes of the first answer, on every node, also across the switch', async () => {
    await using dir = await keyDir();
    const { nodes, setTime, reload } = await twoNodes(dir);
    const first = tokenOf(await nodes[0].issue());
    await reload();
    setTime(SWITCH - 2000);
    const second = tokenOf(await nodes[0].refresh(first));
    setTime(SWITCH + 5000);
    for (const node of nodes) expect(tokenOf(await node.refresh(first))).toBe(second);
    const third = tokenOf(await nodes[1].refresh(second));
    setTime(SWITCH + 6000);
    for (const node of nodes) expect(tokenOf(await node.refresh(second))).toBe(third);
    expect(third.split('.')[0]).toBe(first.split('.')[0]);
  });

  it('still recovers a reply that was lost before the switch, and still sees theft after it', async () => {
    await using dir = await keyDir();
    const { nodes, setTime, reload } = await twoNodes(dir);
    const first = tokenOf(await nodes[0].issue());
    await reload();
    setTime(SWITCH - 1000);
    const lost = tokenOf(await nodes[0].refresh(first));
    setTime(SWITCH + 3_600_000);
    expect(await nodes[1].refresh(first)).toMatchObject({ kind: 'Token' });
    expect(await nodes[0].refresh(lost)).toMatchObject({ code: 'TOKEN_REUSED' });
  });

  it('accepts what a node signs whose clock is a little ahead of the others', async () => {
    await using dir = await keyDir();
    const { nodes, setTime, reload } = await twoNodes(dir);
    await reload();
    setTime(SWITCH - 60_000);
    nodes[0].clock.now = SWITCH + 60_000;
    const early = tokenOf(await nodes[0].issue());
    const next = tokenOf(await nodes[1].refresh(early));
    expect(await nodes[0].refresh(next)).toMatchObject({ kind: 'Token' });
  });

  it('lets the old secret sign nothing more, and lets it go when its last token has expired', async () => {
    await using dir = await keyDir();
    const { nodes, setTime, reload } = await twoNodes(dir);
    const old = tokenOf(await nodes[0].issue());
    await reload();
    setTime(SWITCH + 13 * DAY);
    expect(await nodes[0].refresh(old)).toMatchObject({ kind: 'Token' });
    setTime(SWITCH + 15 * DAY);
    expect(await nodes[0].refresh(old)).toMatchObject({ code: 'TOKEN_INVALID' });
  });
});
