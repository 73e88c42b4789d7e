import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder } from '../../source/commands/open-folder.ts';
import { localLocation } from '../../source/domain/location.ts';
import { openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('copies a file beside itself under another name, where both panes show its folder', async () => {
  const folder = temporaryFolder();
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), name);
  const session = await openSession(localLocation(folder), localLocation(folder));
  session.press('down', 'f5');
  // As it stands there it would be the same file: nothing happens to it.
  session.press('enter');
  const { notice } = await session.until((state) => state.notice?.tone === 'error');
  expect(notice?.text).toContain('It is the same file');

  session.press('f5');
  session.type('2');
  session.press('enter');
  await session.until(({ left }) => left.listing.indexOf('a2') >= 0);
  expect(['a', 'a2'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['a', 'a']);

  // Of several it is not clear what they should be called.
  session.press('A', 'f5');
  await session.until((state) => state.notice?.text === 'Both panes show the same folder');
});

it('puts what was queued where it was to go, wherever the panes go meanwhile', async () => {
  const [from, to, elsewhere] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  writeFileSync(join(from, 'a'), 'new');
  writeFileSync(join(from, 'b'), 'not marked');
  writeFileSync(join(to, 'a'), 'there already');
  const session = await openSession(localLocation(from), localLocation(to));
  session.press('down', 'f5', 'enter');
  await session.until(({ jobs }) => jobs[0]?.question?.id !== undefined);
  // The question is left for later; the panes, the cursor and the marks go elsewhere.
  for (const side of ['left', 'right'] as const) openFolder(session.context, side, localLocation(elsewhere));
  const { jobs } = await session.until(({ left, right }) =>
    [left, right].every(({ status, location }) => status === 'ready' && location.path === elsewhere),
  );
  const { question, spec } = jobs[0] ?? {};
  expect(spec).toMatchObject({
    taken: 'ask',
    target: { path: to },
    sources: [{ location: { path: join(from, 'a') } }],
  });
  session.context.engine.answer(question?.id ?? '', { choice: 'overwrite', forAll: false });
  await session.until(({ jobs: [job] }) => job?.state === 'done');
  expect(readFileSync(join(to, 'a'), 'utf8')).toBe('new');
  expect([readdirSync(elsewhere), readdirSync(to)]).toEqual([[], ['a']]);
});
