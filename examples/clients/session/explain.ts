import type { RefreshMutation } from './gql/graphql.ts';

/** What to show the user. TypeScript holds the list complete: a new member of the union does not compile. */
export function explain(result: RefreshMutation['refreshToken']): string {
  switch (result.__typename) {
    case 'Token':
    case 'Session':
      return 'You are signed in.';
    case 'InvalidRefreshTokenError':
      return 'Please sign in again.';
    case 'RateLimitedError':
      return `Please wait ${result.retryAfter} seconds.`;
    case 'IssuerUnavailableError':
      return 'The sign-in service does not answer. You stay signed in; please try again later.';
    case 'IssuerRejectedError':
    case 'InvalidInputError':
      return `Something is wrong on our side (${result.correlationId}).`;
    default:
      return unknownMember(result);
  }
}

/** A newer server may know more than this client: any refusal says what to do. */
function unknownMember(result: never): string {
  const { reauthenticate } = result as { reauthenticate?: boolean };
  return reauthenticate === true ? 'Please sign in again.' : 'Please try again later.';
}
