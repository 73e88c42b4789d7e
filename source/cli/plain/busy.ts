import type { CommandContext } from '../../commands/command.ts';

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
  const engine = handle(context.engine, (name, args) => {
    const [spec] = args as [{ readonly id?: string } | undefined];
    if (name === 'add' && spec?.id !== undefined) added.add(spec.id);
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

/** The object with each call of its methods told before it is made. */
function handle<Target extends object>(target: Target, tell: (name: string, args: readonly unknown[]) => void): Target {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        tell(String(name), args);
        return Reflect.apply(member, target, args) as unknown;
      };
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
