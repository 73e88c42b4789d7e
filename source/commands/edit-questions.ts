import type { EditedFile } from '../domain/editing.ts';
import type { Entry } from '../domain/entry.ts';
import { toPlainPath } from '../domain/location.ts';
import type { Layer } from '../state/layers.ts';

/** A file of the cloud was brought here, but so late that the person may be at something else. */
export function itIsHereQuestion(edited: EditedFile, command: string | null): Layer {
  return {
    type: 'choice',
    title: 'It is here now',
    lines: [`${edited.source.entry.name} was copied to ${toPlainPath(edited.copy)}.`],
    choices: [
      { label: 'Not now', intent: null },
      { label: 'Open it', intent: { type: 'open-copied', edited, command } },
    ],
    chosen: 0,
  };
}

/** The file was edited here, and in the cloud it is another one by now, or none (null). */
export function editConflictQuestion(edited: EditedFile, now: Entry | null): Layer {
  const { source, copy } = edited;
  const what = now === null ? 'is not there any more' : 'was changed by somebody else';
  const choices = [
    { label: 'Keep my copy on this machine', intent: null },
    { label: 'Keep both in the cloud', intent: { type: 'upload-edited', edited, how: 'keep-both' } },
    { label: 'Overwrite it with mine', intent: { type: 'upload-edited', edited, how: 'overwrite' } },
  ] as const;
  const again = { label: 'Upload mine', intent: { type: 'upload-edited', edited, how: 'overwrite' } } as const;
  return {
    type: 'choice',
    title: 'Save in the cloud',
    lines: [`${toPlainPath(source.location)} ${what} meanwhile.`, `Your copy stays here: ${toPlainPath(copy)}`],
    choices: now === null ? [choices[0], again] : choices,
    chosen: 0,
  };
}
