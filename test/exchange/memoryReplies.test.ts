import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { testReplyStore } from '../contracts/replyStore.ts';

testReplyStore('memory', async () => {
  const store = createMemoryReplies();
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
});
