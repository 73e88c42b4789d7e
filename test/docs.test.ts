import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../source/domain/settings.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => join('docs', name))].filter(
  (name) => name.endsWith('.md'),
);

describe('the documents', () => {
  it.each(PAGES)('%s links to what is there', (page) => {
    const links = Array.from(
      readFileSync(page, 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g),
      (match) => match[1] ?? '',
    );
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  it('show every picture that is kept', () => {
    const words = PAGES.map((page) => readFileSync(page, 'utf8')).join('\n');
    expect(readdirSync('docs/pictures').filter((name) => !words.includes(`pictures/${name}`))).toEqual([]);
  });

  it('tell all settings, and no others', () => {
    const table = Array.from(
      readFileSync('docs/settings.md', 'utf8').matchAll(/^\| (`[^|]+) \|/gm),
      (match) => match[1] ?? '',
    );
    const told = table.flatMap((cell) => Array.from(cell.matchAll(/`(\w+)`/g), (match) => match[1] ?? ''));
    expect(told.toSorted()).toEqual(Object.keys(DEFAULT_SETTINGS).toSorted());
  });

  it('have a film for the README that is small enough to be loaded', () => {
    expect(readFileSync('demo.gif').length).toBeLessThan(1_500_000);
  });
});
