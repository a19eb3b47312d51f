import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import {
  GraphQLError,
  NoFragmentCyclesRule,
  NoSchemaIntrospectionCustomRule,
  NoUnusedFragmentsRule,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { boundedFields } from './boundedFields.ts';
import { boundedRepeats } from './boundedRepeats.ts';
import { oneRefreshPerOperation } from './oneRefreshPerOperation.ts';
import { strictVariables } from './strictVariables.ts';

/** The bounds of a document. The deepest useful one has 6 levels, the introspection of tools about 15. */
const DOCUMENT_LIMITS = { tokens: 1000, depth: 10, directives: 10 } as const;

/** The rules that a document has to keep, as plugins that hold on every lane. Without `introspection`, `__schema` and `__type` are refused. */
export function safety({ introspection }: { readonly introspection: boolean }): readonly Plugin[] {
  return [tokens, boundsFirst, introspection ? rules : publicRules];
}

const tokens: Plugin = maxTokensPlugin({
  n: DOCUMENT_LIMITS.tokens,
  exposeLimits: false,
  errorMessage: `The document has more than ${DOCUMENT_LIMITS.tokens} tokens.`,
});

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

/** What bounds the work of other rules, each row that of the rows below it. Fragments that nothing spreads are in no operation. */
const BOUNDS: readonly (readonly ValidationRule[])[] = [
  [NoFragmentCyclesRule],
  [NoUnusedFragmentsRule, boundedFields, depth, directives, oneRefreshPerOperation],
  [boundedRepeats],
];

/** GraphQL's own rule for fields that overlap takes the square of their number, and on a circle all of the stack. */
const validateBoundsFirst: typeof validate = (schema, document, ...how) => {
  for (const bounds of BOUNDS) {
    const exceeded = validate(schema, document, bounds);
    if (exceeded.length > 0) return exceeded;
  }
  return validate(schema, document, ...how);
};

const boundsFirst: Plugin = {
  onValidate: ({ setValidationFn }) => setValidationFn(validateBoundsFirst),
};

const rules: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(strictVariables),
};

const publicRules: Plugin = {
  onValidate(payload) {
    rules.onValidate?.(payload);
    payload.addValidationRule(NoSchemaIntrospectionCustomRule);
  },
};
