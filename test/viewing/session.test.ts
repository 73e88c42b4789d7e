import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViewAct } from '../../source/domain/view.ts';
import { fileEntry } from '../helpers/entries.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { viewFile } from './viewing.ts';

const DOWN: ViewAct = { type: 'scroll', rows: 1 };
const UP: ViewAct = { type: 'scroll', rows: -1 };
const find = (text: string, isBackward = false): ViewAct => ({ type: 'find', text, isBackward });
const go = (text: string): ViewAct => ({ type: 'go', text });

function lines(count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join(''));
}

describe('a text', () => {
  it('is gone through by line, page, start and end, and the last page is a full one', async () => {
    const file = await viewFile(lines(20));
    expect(file.rows()).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    await file.act(DOWN);
    expect(file.rows()[0]).toBe('line 2');
    await file.act({ type: 'page', pages: 1 });
    expect(file.rows()[0]).toBe('line 7');
    await file.act({ type: 'end' });
    expect(file.rows()).toEqual(['line 16', 'line 17', 'line 18', 'line 19', 'line 20']);
    expect(file.view()).toMatchObject({ end: file.view().size });
    await file.act(DOWN);
    expect(file.rows()[0]).toBe('line 16');
    await file.act({ type: 'page', pages: -1 });
    expect(file.rows()[0]).toBe('line 11');
    await file.act({ type: 'start' });
    expect(file.rows()[0]).toBe('line 1');
    await file.act(UP);
    expect(file.rows()[0]).toBe('line 1');
  });

  it('shows control characters, direction marks and broken bytes, and runs none of them', async () => {
    const hostile = '\u001b[31m\u001b]0;x\u0007|\u009b2J|a\u202eb|\u200b|\u007f|\0|\r|\u2028|\t\u0301\t\ufe0f';
    const file = await viewFile(Buffer.concat([Buffer.from(hostile), Buffer.of(0xff, 0x0d, 0x0a)]), {
      columns: 200,
      rows: 3,
    });
    await file.act({ type: 'next-mode' });
    expect(file.view().mode).toBe('text');
    const [row = ''] = file.rows();
    expect(row.replaceAll(/ +/g, ' ')).toBe('␛[31m␛]0;x␇|‹9b›2J|a‹202e›b|‹200b›|␡|␀|␍|‹2028›| ◌\u0301 ‹fe0f›\\xff');
  });

  it('keeps wide and joined characters whole where it wraps, and aligns tabs', async () => {
    const file = await viewFile(Buffer.from('日本語日本語\na\tb\ne\u0301x👩‍👩‍👧y'), { columns: 7, rows: 5 });
    expect(file.rows()).toEqual(['日本語', '日本語', 'a      ', 'b', 'e\u0301x👩‍👩‍👧y']);
  });

  it('hides no line end but a line feed, or a carriage return with one', async () => {
    const file = await viewFile(Buffer.from('one\r\ntwo\rthree\n\nfour'));
    expect(file.rows()).toEqual(['one', 'two␍three', '', 'four']);
  });

  it('leaves the encoding mark out, and can be read in another encoding', async () => {
    const file = await viewFile(Buffer.from('\ufeffHällo\r\n日本', 'utf16le'));
    expect(file.view().encoding).toBe('utf-16le');
    expect(file.rows()).toEqual(['Hällo', '日本']);
    expect(await file.act({ type: 'next-encoding' })).toMatchObject({ encoding: 'utf-16be' });
    for (const encoding of ['latin-1', 'windows-1252', 'utf-8', 'utf-16le']) {
      expect(await file.act({ type: 'next-encoding' })).toMatchObject({ encoding });
    }
    expect(file.rows()).toEqual(['Hällo', '日本']);
  });

  it('goes sideways in long lines where they are not wrapped', async () => {
    const file = await viewFile(Buffer.from(`${'0123456789'.repeat(10)}\nshort\n`), { columns: 20, rows: 4 });
    expect(file.rows()).toHaveLength(4);
    await file.act({ type: 'wrap' });
    expect(file.rows()).toEqual(['01234567890123456789', 'short']);
    await file.act({ type: 'sideways', columns: 8 });
    expect(file.rows()).toEqual(['89012345678901234567', '']);
    await file.act({ type: 'sideways', columns: -100 });
    expect(file.view().column).toBe(0);
  });

  it('stays where it is when the screen changes its size', async () => {
    const file = await viewFile(Buffer.from('0123456789'.repeat(100)), { columns: 20, rows: 5 });
    await file.act({ type: 'scroll', rows: 10 });
    expect(file.view().offset).toBe(200);
    file.room = { columns: 30, rows: 5 };
    await file.act({ type: 'fit' });
    expect(file.view().offset).toBe(180);
  });

  it('shows every byte of any file once, on the way down, and the same rows on the way up', async () => {
    const anyText = fc.array(fc.constantFrom('a', 'é', '日', '\n', '\r\n', '\t', '👩‍👩‍👧', '\u0301', '\u001b', 'word '), {
      maxLength: 300,
    });
    const check = async (parts: readonly string[], isWrapped: boolean): Promise<void> => {
      const content = Buffer.from(parts.join(''));
      const file = await viewFile(content, { columns: 9, rows: 1 });
      if (!isWrapped) await file.act({ type: 'wrap' });
      const starts = [file.view().offset];
      for (let end = file.view().end; end < content.length; end = file.view().end) {
        await file.act(DOWN);
        expect(file.view().offset).toBe(end);
        starts.push(end);
      }
      for (const start of starts.toReversed()) {
        expect(file.view().offset).toBe(start);
        await file.act(UP);
      }
    };
    await fc.assert(fc.asyncProperty(anyText, fc.boolean(), check), { numRuns: 30 });
  });

  it('goes through a line without end in both directions', async () => {
    const content = Buffer.from('0123456789'.repeat(20_000));
    const file = await viewFile(content, { columns: 50, rows: 10 });
    await file.act({ type: 'end' });
    expect(file.view()).toMatchObject({ offset: content.length - 500, end: content.length });
    await file.act({ type: 'page', pages: -1 });
    expect(file.view().end).toBe(content.length - 500);
    await file.act(go('50%'));
    expect(file.view().offset).toBeGreaterThan(content.length * 0.49);
    expect(file.rows().join('')).toHaveLength(500);
    await file.act({ type: 'start' });
    await file.act({ type: 'page', pages: 40 });
    expect(file.view().offset).toBe(40 * 500);
  });
});

describe('a place that is typed', () => {
  it('is a line, a share or an offset, and what is none is refused in words', async () => {
    const file = await viewFile(lines(100));
    await file.act(go('42'));
    expect(file.rows()[0]).toBe('line 42');
    await file.act(go('0x10'));
    expect(file.rows()[0]).toBe('line 3');
    await file.act(go('@700'));
    expect(file.view().offset).toBeLessThanOrEqual(700);
    await file.act(go('50 %'));
    expect(file.rows()[0]).toBe('line 51');
    for (const [typed, words] of [
      ['101', 'The file has fewer than 101 lines'],
      ['nowhere', 'This is no place in a file'],
      ['@100000', `The file ends at ${file.view().size}`],
    ] as const) {
      await file.act(go(typed));
      expect(file.said.at(-1)).toContain(words);
      expect(file.rows()[0]).toBe('line 51');
    }
  });
});

describe('a search', () => {
  it('goes forwards and backwards, from find to find, and says when there is no more', async () => {
    const file = await viewFile(lines(2000));
    await file.act(find('line 15'));
    expect(file.rows()).toContain('line 15');
    expect(
      file
        .view()
        .rows.flat()
        .find(({ look }) => look === 'found')?.text,
    ).toBe('line 15');
    await file.act({ type: 'find-again', isReversed: false });
    expect(file.rows()).toContain('line 150');
    await file.act({ type: 'find-again', isReversed: true });
    expect(file.rows()).toContain('line 15');
    await file.act({ type: 'find-again', isReversed: true });
    expect(file.said.at(-1)).toBe('Not found above: line 15');
    await file.act({ type: 'end' });
    await file.act(find('line 7', true));
    expect(file.rows()).toContain('line 799');
  });

  it('finds lower case in both, upper case as it is, in every encoding', async () => {
    const text = 'first\nÄPFEL und Birnen\näpfel\n';
    for (const encoding of ['utf8', 'utf16le', 'latin1'] as const) {
      const mark = encoding === 'utf16le' ? '\ufeff' : '';
      const file = await viewFile(Buffer.from(mark + text, encoding), { columns: 40, rows: 1 });
      await file.act(find('äpfel'));
      expect(file.view().rows, encoding).toEqual([
        [
          { text: 'ÄPFEL', look: 'found' },
          { text: ' und Birnen', look: 'plain' },
        ],
      ]);
      await file.act({ type: 'find-again', isReversed: false });
      expect(file.view().rows, encoding).toEqual([[{ text: 'äpfel', look: 'found' }]]);
      await file.act({ type: 'start' });
      await file.act(find('Äpfel'));
      expect(file.said.at(-1), encoding).toBe('Not found below: Äpfel');
    }
  });

  it('finds bytes in hex, across the parts in which a file is read', async () => {
    const content = Buffer.alloc(3 * 1024 * 1024);
    content.set([0xde, 0xad, 0xbe, 0xef], 1024 * 1024 - 2);
    content.set(Buffer.from('Text'), 2 * 1024 * 1024 - 1);
    const file = await viewFile(content, { columns: 80, rows: 4 });
    expect(file.view()).toMatchObject({ mode: 'hex', kind: 'binary' });
    await file.act(find('de ad be ef'));
    expect(file.rows().some((row) => row.startsWith('000ffff0'))).toBe(true);
    await file.act(find('text'));
    expect(file.rows().join('\n')).toContain('T');
    await file.act(find('0xdead', true));
    expect(file.rows().some((row) => row.startsWith('000ffff0'))).toBe(true);
    await file.act(find('日'));
    expect(file.said.at(-1)).toBe('Not found below: 日');
  });

  it('of a lower-case pattern finds what stands in the file, wherever the first part ends', async () => {
    const check = async (at: number): Promise<void> => {
      const content = Buffer.alloc(300_000, 0x2e);
      content.write('NeeDle', at);
      const file = await viewFile(content, { columns: 60, rows: 3 });
      await file.act(find('needle'));
      expect(file.rows().join('')).toContain('NeeDle');
      await file.act({ type: 'end' });
      await file.act({ type: 'stop' });
      await file.act(find('needle', true));
      expect(file.rows().join('')).toContain('NeeDle');
    };
    for (const at of [0, 65_533, 131_071, 262_140, 299_994]) await check(at);
  });

  it('is called off by the next key, and nothing of it is shown later', async () => {
    const path = join(temporaryFolder(), 'sparse');
    writeFileSync(path, '');
    truncateSync(path, 5 * 1024 ** 3);
    const file = await viewFile(path, { columns: 80, rows: 4 });
    file.session.act(find('never there'));
    await file.act({ type: 'end' });
    expect(file.view().end).toBe(5 * 1024 ** 3);
    await file.act(UP);
    expect(file.view().offset).toBe(5 * 1024 ** 3 - 5 * 16);
    expect(file.said.some((words) => words.startsWith('Not found'))).toBe(false);
  });
});

describe('a file that is not at rest', () => {
  it('is shown as it is now, and that is said', async () => {
    const file = await viewFile(lines(3));
    appendFileSync(file.path, 'more\n');
    await file.act({ type: 'look' });
    expect(file.rows()).toEqual(['line 1', 'line 2', 'line 3', 'more']);
    expect(file.said).toEqual(['The file has changed; this is how it is now']);
    truncateSync(file.path, 7);
    await file.act(DOWN);
    await file.act({ type: 'reload' });
    expect(file.rows()).toEqual(['line 1']);
  });

  it('keeps what was shown when it is gone, and says so', async () => {
    const file = await viewFile(lines(50_000));
    rmSync(file.path);
    await file.act({ type: 'end' });
    expect(file.said.at(-1)).toMatch(/file.*no such|not there|gone|not found/i);
    expect(file.rows()[0]).toBe('line 1');
  });

  it('that cannot be had tells why in its place, and can be tried again', async () => {
    const path = join(temporaryFolder(), 'file');
    const gone = await viewFile(path, { columns: 40, rows: 5 }, fileEntry('file', { size: 5 }));
    expect(gone.view().state).toBe('failed');
    expect(gone.rows().join(' ')).toContain(path);
    writeFileSync(path, 'here again');
    await gone.act({ type: 'reload' });
    expect(gone.rows()).toEqual(['here again']);
  });
});
