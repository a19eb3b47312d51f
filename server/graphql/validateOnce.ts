import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Call } from '../../domain/call.ts';
import type { Context } from '../../schema/context.ts';

/**
 * Remembers which documents are valid, and what is wrong with others for as long as their request lasts, since the lane that
 * explains it comes second. Kept longer, one error would keep its whole validation in memory: up to half a megabyte.
 */
export function validateOnce(): Plugin<Context> {
  const valid = new WeakSet<DocumentNode>();
  const refused = new WeakMap<Call, readonly Error[]>();
  return {
    onValidate({ params: { documentAST }, context: { call }, setResult }) {
      const known = valid.has(documentAST) ? [] : refused.get(call);
      if (known !== undefined) {
        setResult(known);
        return;
      }
      return ({ valid: isValid, result }) => {
        if (isValid) valid.add(documentAST);
        else refused.set(call, result);
      };
    },
  };
}
