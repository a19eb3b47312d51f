import type { ReplyStore } from '../../domain/replyStore.ts';

/** A process that can be stopped in its tracks: from then on it does nothing to the store. */
export function mortal(store: ReplyStore) {
  let dead = false;
  const never = new Promise<never>(() => {});
  const entries = Object.entries(store).map(([name, method]) => [
    name,
    (...args: unknown[]) => (dead ? never : method(...args)),
  ]);
  const stop = () => {
    dead = true;
  };
  return { store: Object.fromEntries(entries) as unknown as ReplyStore, stop };
}

/** A store whose named operations fail while they are in `broken`. */
export function fragile(store: ReplyStore) {
  const broken = new Set<keyof ReplyStore>();
  const failed: string[] = [];
  const entries = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      if (!broken.has(name as keyof ReplyStore)) return method(...args);
      failed.push(name);
      throw new Error('The disk is full.');
    },
  ]);
  return { store: Object.fromEntries(entries) as unknown as ReplyStore, broken, failed };
}

/** Something that happens when it is told to. */
export function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, answer: resolve };
}
