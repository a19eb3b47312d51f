import type { ClientAuth } from 'oauth4webapi';

/**
 * HTTP Basic by RFC 6749 section 2.3.1, with no more escapes than it asks for: that of oauth4webapi escapes `-`, `.` and `_` too,
 * which a server that undoes no escapes takes for another client.
 */
export function clientSecretBasic(clientSecret: string): ClientAuth {
  return (_server, { client_id }, _body, headers) => {
    const credentials = `${formEncode(client_id)}:${formEncode(clientSecret)}`;
    headers.set('Authorization', `Basic ${btoa(credentials)}`);
  };
}

/** As in a form, but for `~`, which reads the same either way. */
function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1).replaceAll('%7E', '~');
}
