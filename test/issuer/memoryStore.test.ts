import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { testSessionStore } from '../contracts/sessionStore.ts';

testSessionStore('memory', async () => {
  const store = createMemoryStore();
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
});
