import { describe, expect, it } from 'vitest';
import { candidatesFor, completed, picked, withPicked, type Completing } from '../../source/state/completion.ts';
import { textField } from '../../source/state/text-field.ts';

const NAMES = [
  { name: 'docs', isFolder: true },
  { name: 'Downloads', isFolder: true },
  { name: 'do.txt', isFolder: false },
  { name: '.dotted', isFolder: true },
  { name: 'caf\udce9', isFolder: true },
];

function line(text: string, names = NAMES): Completing {
  const folder = text.slice(0, text.lastIndexOf('/') + 1);
  return { field: textField(text), completion: { folder, status: 'ready', names, chosen: -1, isWanted: false } };
}

function textAfter(text: string, names = NAMES): string {
  return completed(line(text, names)).field.text;
}

describe('completing a path', () => {
  it('takes a single name whole, a folder with its slash', () => {
    expect(textAfter('/home/doc')).toBe('/home/docs/');
    expect(textAfter('do.')).toBe('do.txt');
    expect(textAfter('/x/caf')).toBe('/x/caf\udce9/');
  });

  it('goes on as far as all agree, case aside', () => {
    expect(textAfter('a/d')).toBe('a/do');
    const emoji = [
      { name: 'x\u{1f600}', isFolder: false },
      { name: 'x\u{1f601}', isFolder: false },
    ];
    expect(textAfter('', emoji)).toBe('x');
  });

  it('picks one after the other where they part', () => {
    const first = completed(line('do'));
    expect(first.field.text).toBe('do');
    expect(candidatesFor(first).map(({ name }) => name)).toEqual(['docs', 'Downloads', 'do.txt']);
    expect(withPicked(first)?.field.text).toBe('docs/');
    expect(withPicked(completed(first))?.field.text).toBe('Downloads/');
    expect(withPicked(picked(line('do'), -1))?.field.text).toBe('do.txt');
    expect(withPicked(line('do'))).toBeNull();
  });

  it('offers dotted names only after a dot, and none of another folder', () => {
    expect(candidatesFor(line('')).map(({ name }) => name)).not.toContain('.dotted');
    expect(textAfter('.')).toBe('.dotted/');
    expect(candidatesFor({ ...line('a/do'), field: textField('b/do') })).toEqual([]);
    expect(textAfter('zebra')).toBe('zebra');
  });
});
