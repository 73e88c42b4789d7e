import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editText, textField, type TextEdit, type TextField } from '../../source/state/text-field.ts';

function edits(field: TextField, ...types: readonly Exclude<TextEdit['type'], 'insert'>[]): TextField {
  return types.reduce((at, type) => editText(at, { type }), field);
}

describe('a text field', () => {
  it('inserts at the cursor', () => {
    expect(editText(edits(textField('ac'), 'left'), { type: 'insert', text: 'b' })).toEqual({ text: 'abc', cursor: 2 });
  });

  it('moves and deletes by whole graphemes', () => {
    expect(edits(textField('a👩‍👩‍👧é'), 'backspace', 'backspace')).toEqual(textField('a'));
    expect(edits(textField('e\u0301x'), 'home', 'right').cursor).toBe(2);
  });

  it('deletes the word before the cursor, with slashes as edges', () => {
    expect(edits(textField('testing/docs/a b'), 'delete-word').text).toBe('testing/docs/a ');
    expect(edits(textField('testing/docs/'), 'delete-word').text).toBe('testing/');
  });

  it('makes one line of a paste', () => {
    expect(editText(textField(), { type: 'insert', text: 'a\r\nb\nc' }).text).toBe('a b c');
  });

  it('keeps the cursor within the text whatever is typed', () => {
    const types = [
      'left',
      'right',
      'home',
      'end',
      'word-left',
      'word-right',
      'backspace',
      'delete',
      'delete-word',
    ] as const;
    const edit = fc.oneof(
      fc.constantFrom(...types).map((type): TextEdit => ({ type })),
      fc.string({ unit: 'grapheme' }).map((text): TextEdit => ({ type: 'insert', text })),
    );
    fc.assert(
      fc.property(fc.array(edit), (steps) => {
        const field = steps.reduce(editText, textField());
        expect(field.cursor).toBeGreaterThanOrEqual(0);
        expect(field.cursor).toBeLessThanOrEqual(field.text.length);
      }),
    );
  });
});
