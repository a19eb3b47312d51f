/** Another team's subgraph: it knows people and devices, and hangs them on the entities of RefreshQL. */
export const ACCOUNTS_SDL = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])

  type Query {
    "How many people there are."
    accountCount: Int!
  }

  type User @key(fields: "id") {
    id: ID!
    displayName: String!
  }

  type Session @key(fields: "id") {
    id: ID!
    deviceName: String
  }
`;
