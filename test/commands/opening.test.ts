import { describe, expect, it } from 'vitest';
import { contentTypeOf } from '../../source/commands/content-type.ts';
import { programsFor } from '../../source/commands/opening.ts';

describe('programsFor', () => {
  const openWith = { '*.pdf *.ps': 'zathura', 'image/*': 'feh', 'text/*': 'less', '*.png': 'feh' };

  it.each([
    ['report.PDF', ['zathura']],
    ['picture.png', ['feh']],
    ['picture.jpeg', ['feh']],
    ['notes.txt', ['less']],
    ['unknown', []],
  ])('offers for %s what fits its name or type', (name, programs) => {
    expect(programsFor(name, contentTypeOf(name), openWith)).toEqual(programs);
  });

  it('leaves types aside while they are not known', () => {
    expect(programsFor('picture.png', null, openWith)).toEqual(['feh']);
    expect(programsFor('notes.txt', null, openWith)).toEqual([]);
  });
});
