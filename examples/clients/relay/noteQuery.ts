import { graphql } from 'relay-runtime';
export const noteQuery = graphql`
  query noteQuery($id: ID!) {
    note(id: $id) {
      id
      text
      owner
    }
  }
`;
