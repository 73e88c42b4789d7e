import ignore from 'ignore';

/** Whether a path takes part in a sync. */
export type SyncFilter = (path: string, isFolder: boolean) => boolean;

/**
 * A filter by gitignore rules, in the order given: a later one wins, `!` takes back in, `/` at the end means folders, and
 * nothing below a folder that is left out takes part.
 */
export function createFilter(patterns: readonly string[]): SyncFilter {
  if (patterns.length === 0) return () => true;
  // On a disk where the case of letters counts, it counts in patterns as well.
  const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add([...patterns]);
  return (path, isFolder) => !rules.ignores(isFolder ? `${path}/` : path);
}

/** `--include P` takes back in what an `--exclude` before it left out. */
export function patternOf(option: { readonly kind: 'include' | 'exclude'; readonly pattern: string }): string {
  return option.kind === 'include' ? `!${option.pattern}` : option.pattern;
}
