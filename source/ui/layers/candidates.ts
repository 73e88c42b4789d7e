import { candidatesFor, typedFolder, type Completion } from '../../state/completion.ts';
import type { TextField } from '../../state/text-field.ts';
import { fitMiddle } from '../fit.ts';
import type { Span } from '../panel.tsx';
import { rowsAround } from './rows-around.ts';

const MOST_ROWS = 8;

/** The names that go on from a typed path, the picked one marked; below them how many more there are. */
export function candidateLines(
  field: TextField,
  completion: Completion,
  { width, height }: { readonly width: number; readonly height: number },
): readonly (readonly Span[])[] {
  const line = { field, completion };
  const candidates = candidatesFor(line);
  const isOfThisFolder = completion.folder === typedFolder(field.text);
  if (isOfThisFolder && completion.status === 'reading') return [[], faint('reading…')];
  if (isOfThisFolder && completion.status === 'failed') return [[], faint('this folder cannot be read')];
  if (candidates.length === 0) return isOfThisFolder && field.text !== '' ? [[], faint('nothing begins so')] : [];
  const rows = candidates.map(({ name, isFolder }, at): readonly Span[] => {
    const text = fitMiddle(isFolder ? `${name}/` : name, width - 2);
    if (at === completion.chosen) return [{ text: `> ${text}`, look: 'cursor' }];
    return [{ text: `  ${text}`, look: isFolder ? 'folder' : 'plain' }];
  });
  const shown = Math.max(1, Math.min(MOST_ROWS, height - 1));
  const rest = candidates.length - shown;
  return [
    [],
    ...rowsAround(rows, Math.max(0, completion.chosen), shown),
    ...(rest > 0 ? [faint(`  and ${rest} more`)] : []),
  ];
}

function faint(text: string): readonly Span[] {
  return [{ text, look: 'faint' }];
}
