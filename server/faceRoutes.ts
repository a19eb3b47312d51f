import type { EventSink } from '../domain/events.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import type { Resolvers } from '../resolvers/createResolvers.ts';
import type { Config } from './config.ts';
import type { Routes } from './http/route.ts';
import { withCors } from './http/withCors.ts';
import { oauth2Routes } from './oauth2/oauth2Routes.ts';
import { openApiRoutes } from './openapi/openApiRoutes.ts';
import { sessionTokenRoutes } from './rest/sessionTokenRoutes.ts';
import { walletKitRoutes } from './rest/walletKitRoutes.ts';
import { trpcRoutes } from './trpc/trpcRoutes.ts';

/** What the faces beside GraphQL need. */
export interface FaceOptions {
  readonly config: Config;
  readonly resolvers: Resolvers;
  readonly native: NativeIssuer;
  readonly emit: EventSink;
}

/** Every face beside GraphQL: the seeds' own REST contracts, OAuth 2.0, tRPC, and the document that describes them. */
export function faceRoutes({ config, resolvers, native, emit }: FaceOptions): Routes {
  const { issuerUrl, oauth2Clients, corsOrigins } = config;
  const development = config.mode !== 'production';
  const faces = {
    ...sessionTokenRoutes({ resolvers, debug: development }),
    ...walletKitRoutes(resolvers),
    ...oauth2Routes({
      resolvers,
      clients: oauth2Clients,
      issuerUrl,
      jwksUri: native.facts.jwksUri,
    }),
    ...trpcRoutes({ resolvers, emit }),
  };
  const allowed = Object.entries(faces).map(([path, handlers]) => [
    path,
    withCors(corsOrigins, handlers),
  ]);
  return {
    ...Object.fromEntries(allowed),
    ...openApiRoutes({ serverUrl: issuerUrl, page: development }),
  };
}
