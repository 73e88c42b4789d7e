import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { newPane, type PaneState } from '../../source/state/pane.ts';
import { reducePane } from '../../source/state/reduce-pane.ts';
import type { Entry } from '../../source/domain/entry.ts';
import { columnsOf, rowLine } from '../../source/ui/pane-row.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const CLOUD = newPane(cloudLocation('embedded', 'testing', '/docs'));
const HERE = newPane(localLocation('/home/ted'));

function rows(pane: PaneState, entries: readonly Entry[], width: number): readonly string[] {
  const shown = reducePane(pane, { type: 'pane/entries', side: 'left', requestId: 0, entries }, 20);
  const columns = columnsOf(width, pane.location.side === 'cloud');
  return entries.map((_, at) => rowLine({ pane: shown, row: at + 1, columns, isActive: false, now: 0 }).text);
}

describe('a row', () => {
  const published = fileEntry('report.pdf', { publicUrl: 'http://127.0.0.1:8080/p/2aBcD' });

  it.each([60, 56])('says that its file is public, in a pane of %i columns', (width) => {
    expect(rows(CLOUD, [published], width)[0]).toMatch(/ {2}public $/);
  });

  it.each([55, 44, 40, 39, 30, 20])('has the letter of it in a pane of %i columns', (width) => {
    const [row = '', other = ''] = rows(CLOUD, [published, fileEntry('secret.pdf')], width);
    expect(row).toMatch(/ {2}p $/);
    expect(other).toMatch(/ {4}$/);
    expect([row.length, other.length]).toEqual([width, width]);
  });

  it('tells a link from a file and a folder without a colour', () => {
    const entries = [
      folderEntry('real'),
      fileEntry('to-folder', { kind: 'link', size: null, leadsToFolder: true }),
      fileEntry('to-file', { kind: 'link' }),
      fileEntry('nowhere', { kind: 'link', size: null }),
    ];
    const names = rows(HERE, entries, 40).map((row) => row.trim().split(/ {2,}/)[0]);
    expect(names).toEqual(['real/', 'to-folder@/', 'nowhere@', 'to-file@']);
  });
});
