import type { Plugin } from 'graphql-yoga';
import type { PublishError } from './publishError.ts';

/** Validation errors do not pass Yoga's masking, so they pass the door for errors here. */
export function cleanValidation(publish: PublishError): Plugin {
  return {
    onValidate:
      () =>
      ({ valid, result, setResult }) => {
        if (!valid) setResult(result.map(publish));
      },
  };
}
