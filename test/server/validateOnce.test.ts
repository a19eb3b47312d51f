import { validate } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../schema/context.ts';
import { createSchema } from '../../schema/index.ts';
import { validateOnce } from '../../server/graphql/validateOnce.ts';
import { stubContext } from '../compiled/stubContext.ts';

/** Validates texts as Yoga's lanes do, and counts how often the rules are gone through for it. */
function validation() {
  const validated: string[] = [];
  const counting: Plugin = {
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document, ...how) => {
        validated.push(document.loc?.source.body ?? '');
        return validate(schema, document, ...how);
      });
    },
  };
  const yoga = createYoga<Context>({
    schema: createSchema(),
    plugins: [counting, validateOnce()],
    parserAndValidationCache: { validationCache: false },
  });
  const errorsOf = (text: string, { call }: Context): readonly Error[] => {
    const { schema, parse, validate } = yoga.getEnveloped({ call });
    return validate(schema, parse(text));
  };
  return { errorsOf, validated };
}

const request = () => {
  const { context } = stubContext(null);
  return { ...context, call: { ...context.call } };
};

describe('a document', () => {
  it('is validated once for all requests where it is valid', () => {
    const { errorsOf, validated } = validation();
    for (const query of ['{ __typename }', '{ __typename }', '{ issuers { id } }'])
      expect(errorsOf(query, request())).toEqual([]);
    expect(validated).toEqual(['{ __typename }', '{ issuers { id } }']);
  });

  it('is validated once for each request where it is not, by however many lanes', () => {
    const { errorsOf, validated } = validation();
    const [one, other] = [request(), request()];
    const errors = errorsOf('{ nope }', one);
    expect(errors).toHaveLength(1);
    expect(errorsOf('{ nope }', { ...one })).toEqual(errors);
    expect(validated).toEqual(['{ nope }']);
    expect(errorsOf('{ nope }', other)).toEqual(errors);
    expect(validated).toEqual(['{ nope }', '{ nope }']);
  });
});
