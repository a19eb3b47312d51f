import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { testSessionStore } from '../contracts/sessionStore.ts';

testSessionStore('memory', async (options) => {
  const store = createMemoryStore(options);
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
});
