/**
 * @generated SignedSource<<a20585e597b5f142ba782350612c6362>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type noteQuery$variables = {
  id: string;
};
export type noteQuery$data = {
  readonly note: {
    readonly id: string;
    readonly owner: string;
    readonly text: string;
  };
};
export type noteQuery = {
  response: noteQuery$data;
  variables: noteQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "id",
        "variableName": "id"
      }
    ],
    "concreteType": "Note",
    "kind": "LinkedField",
    "name": "note",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "id",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "text",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "owner",
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "noteQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "noteQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "d33427fd05e5f2f861e7e96359bb3e8f",
    "id": null,
    "metadata": {},
    "name": "noteQuery",
    "operationKind": "query",
    "text": "query noteQuery(\n  $id: ID!\n) {\n  note(id: $id) {\n    id\n    text\n    owner\n  }\n}\n"
  }
};
})();

(node as any).hash = "feb36f88532b3ac85dfe6d6013fbba61";

export default node;
