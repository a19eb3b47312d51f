import { GraphQLError } from 'graphql';
import type { Plugin, YogaLogger } from 'graphql-yoga';
import type { EventSink } from '../../domain/events.ts';
import type { Context } from '../../schema/context.ts';
import { isDefect } from './publishError.ts';

/** Tells the operator what a resolve function threw; the client sees it masked. */
export function reportDefects(emit: EventSink): Plugin<Context> {
  return {
    onExecute: ({ context }) => ({
      onExecuteDone({ result }) {
        const errors = 'errors' in result ? (result.errors ?? []) : [];
        for (const error of errors) if (isDefect(error)) reportDefect(emit, context, error);
      },
    }),
  };
}

/** Tells the operator of one defect. */
export function reportDefect(emit: EventSink, { call }: Context, error: GraphQLError): void {
  const { correlationId } = call;
  const cause = error.originalError ?? error;
  emit({ type: 'defect', at: call.now(), correlationId, operation: 'graphql', cause });
}

/** Yoga's own log: what it says of requests may quote them, so only what is no GraphQL error is kept. */
export function yogaLog(emit: EventSink, now: () => number): YogaLogger {
  const silent = () => {};
  const told = new WeakSet<object>();
  const error = (cause: unknown) => {
    if (cause instanceof GraphQLError) return;
    if (cause instanceof Error) {
      // Yoga tells one error where it masks it and again where it answers.
      if (told.has(cause)) return;
      told.add(cause);
    }
    emit({ type: 'defect', at: now(), correlationId: null, operation: 'graphql', cause });
  };
  return { debug: silent, info: silent, warn: silent, error };
}
