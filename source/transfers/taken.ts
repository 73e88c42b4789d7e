import type { Entry } from '../domain/entry.ts';
import { isFolderLike, isPart } from '../domain/entry.ts';
import type { TakenPolicy } from '../domain/transfer.ts';

/** What to do with a file whose name stands at the target. */
export type Verdict =
  /** Take the place of exactly this one. */
  | { readonly kind: 'replace'; readonly seen: string; readonly goesOn?: boolean }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'rename' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'fail'; readonly code: 'not-a-file' | 'name-taken' | 'usage'; readonly reason: string };

/**
 * Decides about a taken name. Pure: the same question has the same answer.
 * @param sameContent by hash; null when nobody knows
 */
export function judgeTaken(source: Entry, target: Entry, policy: TakenPolicy, sameContent: boolean | null): Verdict {
  if (sameContent === true) return { kind: 'unchanged' };
  if (policy === 'skip') return { kind: 'skip', reason: 'The name is taken' };
  if (policy === 'keep-both') return { kind: 'rename' };
  if (isFolderLike(target)) return { kind: 'fail', code: 'not-a-file', reason: 'A folder of that name is there' };
  if (policy === 'overwrite') return { kind: 'replace', seen: target.identity };
  if (policy === 'newer') return judgeAge(source, target);
  if (policy === 'resume') return judgePart(source, target);
  return policy === 'ask' ? { kind: 'ask' } : { kind: 'fail', code: 'name-taken', reason: 'The name is taken' };
}

/** `report (2).pdf` for `report.pdf`: the first such name that is not taken. */
export function otherName(name: string, isTaken: (name: string) => boolean): string {
  const dot = name.lastIndexOf('.');
  const cut = dot <= 0 ? name.length : dot;
  for (let number = 2; ; number += 1) {
    const other = `${name.slice(0, cut)} (${number})${name.slice(cut)}`;
    if (!isTaken(other)) return other;
  }
}

/** A cloud tells whole seconds, cut and not rounded, so only those are compared. */
function judgeAge(source: Entry, target: Entry): Verdict {
  const isNewer =
    source.modifiedAt !== null &&
    (target.modifiedAt === null || Math.floor(source.modifiedAt / 1000) > Math.floor(target.modifiedAt / 1000));
  if (isNewer) return { kind: 'replace', seen: target.identity };
  return { kind: 'skip', reason: 'The one there is not older' };
}

/** A part is shorter than the whole. Whether it is the beginning, the hash of the whole tells at the end. */
function judgePart(source: Entry, target: Entry): Verdict {
  if (isPart(source, target)) return { kind: 'replace', seen: target.identity, goesOn: true };
  return { kind: 'skip', reason: 'What is there is no part of it' };
}
