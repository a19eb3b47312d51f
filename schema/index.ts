import './dateTime.ts';
import './refreshToken.ts';
import './revokeToken.ts';
import './issueToken.ts';
import './revokeSessions.ts';
import './user.ts';

export { createSchema, subgraphSdl } from './subgraphSchema.ts';
