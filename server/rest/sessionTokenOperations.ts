import { z } from 'zod';
import type { ApiOperation } from '../openapi/apiOperation.ts';
import {
  sessionTokenDeleted,
  sessionTokenFailure,
  sessionTokenReply,
  sessionTokenRequest,
} from './sessionTokenShapes.ts';

const reply = z.union([sessionTokenReply, sessionTokenFailure]).meta({ id: 'SessionTokenAnswer' });
const deleted = z
  .union([sessionTokenDeleted, sessionTokenFailure])
  .meta({ id: 'SessionTokenDeletedAnswer' });

const common = {
  tag: 'Session/Token',
  headers: [
    {
      name: 'X-Cr-Correlation-Id',
      description: 'A UUID that names the request in the log and in failures.',
    },
  ],
  body: { type: 'application/json', schema: sessionTokenRequest },
  security: ['none'],
} as const satisfies Partial<ApiOperation>;

const tooLarge = { description: 'The body is above 16 KiB.', schema: sessionTokenFailure };

/** The Session/Token API, at one of its two places. */
const at = (prefix: string, suffix: string): readonly ApiOperation[] => [
  {
    ...common,
    method: 'post',
    path: `${prefix}/session/token/refresh`,
    operationId: `refreshSessionToken${suffix}`,
    summary: 'Refresh a token of the native issuer.',
    description: 'HTTP 200 means that there is an answer; `code` 0 means success.',
    replies: {
      200: { description: 'A new pair (`code` 0) or a failure.', schema: reply },
      413: tooLarge,
    },
  },
  {
    ...common,
    method: 'delete',
    path: `${prefix}/session/token`,
    operationId: `deleteSessionToken${suffix}`,
    summary: 'End the session of a refresh token.',
    description: 'A token that stands for nothing is a success.',
    replies: {
      200: { description: 'Ended (`code` 0) or a failure.', schema: deleted },
      413: tooLarge,
    },
  },
];

/** The operations of the Session/Token face. */
export const sessionTokenOperations: readonly ApiOperation[] = [
  ...at('', ''),
  ...at('/api/v4', 'V4'),
];
