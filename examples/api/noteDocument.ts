import { graphql } from './gql/gql.ts';

/** One note of the signed-in user. */
export const NoteDocument = graphql(/* GraphQL */ `
  query Note($id: ID!) {
    note(id: $id) {
      id
      text
      owner
    }
  }
`);
