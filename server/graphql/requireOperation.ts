import { GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Answers a request that names no operation of its document; the executor would throw, which is masked and reported. */
export const requireOperation: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    if (getOperationAST(args.document, args.operationName) !== null) return;
    const message = 'The document has no operation of that name, or several and none was named.';
    const extensions = { code: 'BAD_REQUEST', http: { spec: true, status: 400 } };
    setResultAndStopExecution({ errors: [new GraphQLError(message, { extensions })] });
  },
};
