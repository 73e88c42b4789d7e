import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHome, runProgram } from '../helpers/program.ts';

/** The fields that the page of the command line names for a verb. */
function documented(verb: string): readonly string[] {
  const page = readFileSync('docs/command-line.md', 'utf8').split('\n## JSON\n')[1] ?? '';
  const row = page.split('\n').find((line) => line.split(' | ', 1)[0]?.includes(`\`${verb}\``)) ?? '';
  const [object = ''] = /`\{.*?\}`/.exec(row) ?? [];
  return Array.from(object.matchAll(/"(\w+)"(?!\?)/g), ([, name]) => name ?? '');
}

it('--json prints what the page of the command line says, an object a line', async () => {
  const home = makeHome();
  mkdirSync(join(home.work, 'photos', 'lisbon'), { recursive: true });
  writeFileSync(join(home.work, 'photos', 'lisbon', 'a.jpg'), 'picture');
  const told = async (verb: string, ...args: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
    const { status, stdout, stderr } = await runProgram(home, [verb, ...args, '--json']);
    expect([verb, status, stderr]).toEqual([verb, 0, '']);
    const objects = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const fields = documented(verb);
    expect(fields.length, verb).toBeGreaterThan(1);
    for (const object of objects) expect(Object.keys(object), verb).toEqual(expect.arrayContaining([...fields]));
    return objects;
  };
  expect(await told('whoami')).toEqual([{ email: null, server: null }]);
  expect(await told('create-volume', 'testing')).toMatchObject([{ name: 'testing', kind: 'volume' }]);
  expect(await told('sync', './photos', 'testing')).toEqual([
    { step: 'make-folder', path: 'lisbon' },
    { step: 'copy', path: 'lisbon/a.jpg', reason: 'new', size: 7 },
  ]);
  const [file] = await told('list', 'testing/lisbon');
  expect(file).toEqual({
    name: 'a.jpg',
    path: 'testing/lisbon/a.jpg',
    kind: 'file',
    size: 7,
    modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    hash: expect.stringMatching(/^sha1:[\da-f]{40}$/),
    public_url: null,
  });
  expect(await told('query', 'testing/lisbon/a.jpg')).toEqual([file]);
  expect(await told('mkdir', 'testing/new')).toMatchObject([{ path: 'testing/new', kind: 'folder', size: null }]);
  expect(await told('move', 'testing/lisbon/a.jpg', 'testing/new/')).toMatchObject([{ path: 'testing/new/a.jpg' }]);
  expect(await told('jobs')).toEqual([]);
});
