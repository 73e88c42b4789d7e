import type { CommandContext } from '../../commands/command.ts';
import type { Job, JobSpec } from '../../domain/transfer.ts';

/** Knows whether anything that a command began is still under way. */
export interface Busy {
  /** The context for commands, watched. */
  readonly context: CommandContext;
  /** Calls to stores that have not come to their end, and jobs that the engine has not told of yet. */
  readonly count: () => number;
}

/** Watches what goes through the context: a line is heard only once the one before it has had its effect. `onLess` hears that a call ended. */
export function watchBusy(context: CommandContext, onLess: () => void): Busy {
  let calls = 0;
  const added = new Set<string>();
  const begin = (): void => void (calls += 1);
  const end = (): void => {
    calls -= 1;
    onLess();
  };
  const engine = withOwn(context.engine, {
    add(spec: JobSpec) {
      added.add(spec.id);
      context.engine.add(spec);
    },
    // Who listens waits for a job, as an edit for its copy.
    subscribe(listener: (job: Job) => void) {
      begin();
      const unsubscribe = context.engine.subscribe(listener);
      return () => {
        unsubscribe();
        end();
      };
    },
  });
  return {
    context: {
      ...counted(context, begin, end),
      engine,
      accounts: counted(context.accounts, begin, end),
      storeFor: (location) => counted(context.storeFor(location), begin, end),
    },
    count() {
      for (const { spec } of context.getState().jobs) added.delete(spec.id);
      return calls + added.size;
    },
  };
}

/** The object with some methods of its own in place of its. */
function withOwn<Target extends object>(target: Target, own: Partial<Target>): Target {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** The same, with each call counted that has not come to its end. */
function counted<Target extends object>(target: Target, begin: () => void, end: () => void): Target {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        if (isIterable(result)) return countedBatches(result, begin, end);
        if (!(result instanceof Promise)) return result;
        begin();
        return result.finally(end);
      };
    },
  });
}

async function* countedBatches(batches: AsyncIterable<unknown>, begin: () => void, end: () => void): AsyncGenerator {
  begin();
  try {
    yield* batches;
  } finally {
    end();
  }
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
