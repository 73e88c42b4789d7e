/**
 * A command and its arguments so that it runs as somebody whom permissions bind. Root is bound by none: of root it takes every
 * capability, and leaves the user, who may still read the project, wherever it lies.
 */
export function asOrdinaryUser(command: string, args: readonly string[]): [command: string, args: string[]] {
  if (process.getuid?.() !== 0) return [command, [...args]];
  return ['setpriv', ['--bounding-set=-all', '--inh-caps=-all', command, ...args]];
}
