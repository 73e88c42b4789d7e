import { spawnSync } from 'node:child_process';
import { hasPrograms } from '../../scripts/packages/for-tests.ts';

/** Whether system calls can be watched here; else a line says what is left out. */
export function canTraceCalls(leftOut: string): boolean {
  return hasPrograms(leftOut, 'strace') && spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
}

/** A system call as it was seen from outside: where among all lines it began and where it was over. */
export interface Traced {
  readonly call: string;
  /** Its arguments, files by their paths. */
  readonly text: string;
  readonly begin: number;
  readonly end: number;
}

/** Calls of several threads cut each other in two; the halves belong together by thread. */
export function parseTrace(trace: string): Traced[] {
  const open = new Map<string, Omit<Traced, 'end'>>();
  const calls: Traced[] = [];
  for (const [index, line] of trace.split('\n').entries()) {
    const [, thread = '', resumed, call = resumed ?? '', text = ''] =
      /^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$/.exec(line) ?? [];
    const begun = resumed === undefined ? { call, text, begin: index } : open.get(thread);
    if (begun === undefined || call === '') continue;
    if (text.endsWith('<unfinished ...>')) open.set(thread, begun);
    else calls.push({ ...begun, end: index });
  }
  return calls.toSorted((a, b) => a.begin - b.begin);
}
