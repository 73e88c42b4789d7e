/** A line of text being typed, with the place of the cursor in UTF-16 units, always at a grapheme's edge. */
export interface TextField {
  readonly text: string;
  readonly cursor: number;
}

export type TextEdit =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'left' | 'right' | 'home' | 'end' | 'word-left' | 'word-right' }
  | { readonly type: 'backspace' | 'delete' | 'delete-word' | 'delete-to-start' | 'delete-to-end' };

/** A field that holds the text, cursor at its end. */
export function textField(text = ''): TextField {
  return { text, cursor: text.length };
}

/** The field after one edit. Newlines of a paste become spaces: a field is one line. */
export function editText(field: TextField, edit: TextEdit): TextField {
  const { text, cursor } = field;
  switch (edit.type) {
    case 'insert': {
      const inserted = edit.text.replace(/\r\n?|\n/g, ' ');
      return { text: text.slice(0, cursor) + inserted + text.slice(cursor), cursor: cursor + inserted.length };
    }
    case 'left':
      return { text, cursor: before(text, cursor) };
    case 'right':
      return { text, cursor: after(text, cursor) };
    case 'home':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    case 'word-left':
      return { text, cursor: wordBefore(text, cursor) };
    case 'word-right':
      return { text, cursor: wordAfter(text, cursor) };
    case 'backspace':
      return cut(text, before(text, cursor), cursor);
    case 'delete':
      return cut(text, cursor, after(text, cursor));
    case 'delete-word':
      return cut(text, wordBefore(text, cursor), cursor);
    case 'delete-to-start':
      return cut(text, 0, cursor);
    case 'delete-to-end':
      return cut(text, cursor, text.length);
  }
}

function cut(text: string, from: number, to: number): TextField {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

function before(text: string, cursor: number): number {
  let start = 0;
  for (const { index } of graphemes(text)) {
    if (index >= cursor) break;
    start = index;
  }
  return start;
}

function after(text: string, cursor: number): number {
  for (const { index } of graphemes(text)) if (index > cursor) return index;
  return text.length;
}

function wordBefore(text: string, cursor: number): number {
  return text.slice(0, cursor).search(/[^\s/]*[\s/]*$/u);
}

function wordAfter(text: string, cursor: number): number {
  return cursor + (/^[\s/]*[^\s/]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}

function graphemes(text: string): Iterable<{ readonly index: number }> {
  return new Intl.Segmenter().segment(text);
}
