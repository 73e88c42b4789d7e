import { textField, type TextField } from './text-field.ts';

/** A name that can come next in a typed path. */
export interface Candidate {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is known for completing a typed path: the names in one folder of it. */
export interface Completion {
  /** The folder as it is typed, up to its last slash; null before any was asked for. */
  readonly folder: string | null;
  readonly status: 'reading' | 'ready' | 'failed';
  readonly names: readonly Candidate[];
  /** The candidate picked with Tab or the arrows, -1 for none. */
  readonly chosen: number;
  /** Tab was pressed before the names were here: they complete the path when they come, unless it is edited. */
  readonly isWanted: boolean;
}

export const NO_COMPLETION: Completion = { folder: null, status: 'ready', names: [], chosen: -1, isWanted: false };

/** A line of text and what completes it. */
export interface Completing {
  readonly field: TextField;
  readonly completion: Completion;
}

/** The folder part of a typed path, with its slash; empty where there is none. */
export function typedFolder(text: string): string {
  return text.slice(0, text.lastIndexOf('/') + 1);
}

/** The names that go on from what is typed, folders first; those with a dot in front only where one is typed. */
export function candidatesFor({ field, completion }: Completing): readonly Candidate[] {
  if (completion.folder !== typedFolder(field.text)) return [];
  const part = typedName(field.text);
  const wanted = part.toLowerCase();
  return completion.names
    .filter(({ name }) => name.toLowerCase().startsWith(wanted) && (part.startsWith('.') || !name.startsWith('.')))
    .toSorted((a, b) => Number(b.isFolder) - Number(a.isFolder) || compare(a.name.toLowerCase(), b.name.toLowerCase()));
}

/**
 * After Tab: the typed name goes on as far as all candidates agree, a single folder with its slash; where that adds nothing, the next
 * candidate is picked. The names must be here.
 */
export function completed(line: Completing): Completing {
  const candidates = candidatesFor(line);
  const [first] = candidates;
  if (first === undefined) return { ...line, completion: { ...line.completion, isWanted: false } };
  if (candidates.length === 1) return withName(line, first);
  const part = typedName(line.field.text);
  const common = commonStart(candidates.map(({ name }) => name));
  if (common.length > part.length) return withText(line, typedFolder(line.field.text) + common);
  return picked(line, 1);
}

/** The next candidate picked, or the one before; none before the first. */
export function picked(line: Completing, step: 1 | -1): Completing {
  const count = candidatesFor(line).length;
  const { chosen } = line.completion;
  const at = chosen < 0 && step < 0 ? count - 1 : (chosen + step + count) % Math.max(1, count);
  return { ...line, completion: { ...line.completion, chosen: count === 0 ? -1 : at, isWanted: false } };
}

/** The line with the picked candidate in it; null when none is. */
export function withPicked(line: Completing): Completing | null {
  const candidate = candidatesFor(line)[line.completion.chosen];
  return candidate === undefined ? null : withName(line, candidate);
}

function withName(line: Completing, { name, isFolder }: Candidate): Completing {
  return withText(line, typedFolder(line.field.text) + name + (isFolder ? '/' : ''));
}

function withText({ completion }: Completing, text: string): Completing {
  return { field: textField(text), completion: { ...completion, chosen: -1, isWanted: false } };
}

function typedName(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** What all names begin with, case aside; written as the first has it. */
function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) {
    while (!name.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length -= 1;
  }
  // Never half of a character.
  return first.slice(0, /[\ud800-\udbff]$/.test(first.slice(0, length)) ? length - 1 : length);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
