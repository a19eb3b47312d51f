import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import {
  GraphQLError,
  NoFragmentCyclesRule,
  NoSchemaIntrospectionCustomRule,
  type ValidationContext,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { boundedFields } from './boundedFields.ts';
import { oneRefreshPerOperation } from './oneRefreshPerOperation.ts';
import { strictVariables } from './strictVariables.ts';

/** The bounds of a document. The deepest useful one has 6 levels, the introspection of tools about 15. */
const DOCUMENT_LIMITS = { tokens: 1000, depth: 10, directives: 10 } as const;

/** The rules that a document has to keep, as plugins that hold on every lane. Without `introspection`, `__schema` and `__type` are refused. */
export function safety({ introspection }: { readonly introspection: boolean }): readonly Plugin[] {
  return [tokens, circlesFirst, introspection ? rules : publicRules];
}

const tokens: Plugin = maxTokensPlugin({
  n: DOCUMENT_LIMITS.tokens,
  exposeLimits: false,
  errorMessage: `The document has more than ${DOCUMENT_LIMITS.tokens} tokens.`,
});

/** GraphQL's own rule for fields that overlap follows fragments in a circle until there is no stack left. */
const validateWithoutCircles: typeof validate = (schema, document, ...how) => {
  const circles = validate(schema, document, [NoFragmentCyclesRule]);
  return circles.length > 0 ? circles : validate(schema, document, ...how);
};

const circlesFirst: Plugin = {
  onValidate: ({ setValidationFn }) => setValidationFn(validateWithoutCircles),
};

/** Armor would throw out of the validation, which only Yoga's HTTP layer catches; a reported error holds on every lane. */
const reporting = (message: string) => ({
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null) => context?.reportError(new GraphQLError(message)),
  ],
});

const depth = maxDepthRule({
  n: DOCUMENT_LIMITS.depth,
  flattenFragments: true,
  ...reporting(`The operation is nested more than ${DOCUMENT_LIMITS.depth} levels deep.`),
});

const directives = maxDirectivesRule({
  n: DOCUMENT_LIMITS.directives,
  ...reporting(`The operation has more than ${DOCUMENT_LIMITS.directives} directives.`),
});

const rules: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(oneRefreshPerOperation);
    addValidationRule(strictVariables);
    addValidationRule(boundedFields);
    addValidationRule(depth);
    addValidationRule(directives);
  },
};

const publicRules: Plugin = {
  onValidate(payload) {
    rules.onValidate?.(payload);
    payload.addValidationRule(NoSchemaIntrospectionCustomRule);
  },
};
