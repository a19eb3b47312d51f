import { z } from 'zod';
import { secret } from '../../domain/secret.ts';
import { json, text } from './fieldSchemas.ts';

const members = z.strictObject(
  {
    clientSecret: text('text')
      .min(16, 'It must be at least 16 characters long.')
      .transform(secret)
      .optional(),
    clientSecretHash: z
      .string({ error: 'It must be text.' })
      .regex(/^[0-9a-f]{64}$/, 'It must be the SHA-256 of the secret in lower case hex.')
      .transform(secret)
      .optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? 'It has a member that is not known.'
        : 'It must be an object.',
  },
);

const clientId = z
  .string()
  .regex(/^[!-~]{1,128}$/, 'A client id must be 1 to 128 visible ASCII characters.');

/** One entry of `OAUTH2_CLIENTS`; one without a secret is a public client. */
const oauth2Client = members.refine(
  (client) => client.clientSecret === undefined || client.clientSecretHash === undefined,
  'It may have clientSecret or clientSecretHash, not both.',
);

/** `OAUTH2_CLIENTS`: who may use the OAuth 2.0 endpoints, by client id. */
export const oauth2Clients = json(
  z.record(clientId, oauth2Client, { error: 'It must be a JSON object of client ids.' }),
);
