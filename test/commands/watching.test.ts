import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childOf, cloudLocation, localLocation } from '../../source/domain/location.ts';
import { watchFolder } from '../../source/services/local/watch-folder.ts';
import { openFolder } from '../../source/commands/open-folder.ts';
import type { Quota } from '../../source/domain/file-store.ts';
import { cursorName } from '../../source/state/pane.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { jobOf } from '../helpers/jobs.ts';
import { namesShown, openSession, type Session } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const CLOUD = cloudLocation('embedded', null);

async function hasLeft(session: Session, name: string): Promise<void> {
  await session.until(({ left }) => left.status === 'ready' && namesShown(left).includes(name));
}

describe('a local folder that changes on disk', () => {
  it('shows it, the cursor and the marks where they were', async () => {
    const folder = temporaryFolder();
    for (const name of ['b', 'd']) writeFileSync(join(folder, name), '');
    const session = await openSession(localLocation(folder), CLOUD);
    session.press('down', 'space');
    expect(cursorName(session.state().left)).toBe('d');
    writeFileSync(join(folder, 'a'), 'new');
    await hasLeft(session, 'a');
    writeFileSync(join(folder, 'c'), 'new');
    await hasLeft(session, 'c');
    rmSync(join(folder, 'a'));
    await session.until(({ left }) => left.status === 'ready' && !namesShown(left).includes('a'));
    writeFileSync(join(folder, 'c'), 'longer');
    const { left } = await session.until(
      ({ left: pane }) => pane.listing.indexOf('c') >= 0 && pane.listing.size(pane.listing.indexOf('c')) === 6,
    );
    expect([namesShown(left), cursorName(left), [...left.marks]]).toEqual([['b', 'c', 'd'], 'd', ['b']]);
  });

  it('is shown by both panes, whatever bytes its name is made of', async () => {
    const folder = temporaryFolder();
    const bytes = Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0xe9, 0xff)]);
    mkdirSync(bytes);
    const here = localLocation(`${folder}/\udce9\udcff`);
    const session = await openSession(here, here);
    writeFileSync(Buffer.concat([bytes, Buffer.from('/new')]), '');
    await session.until(({ left, right }) => [left, right].every((pane) => namesShown(pane).includes('new')));
  });

  it('leads to the nearest folder above once it is gone, and says so', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'one', 'two'), { recursive: true });
    writeFileSync(join(folder, 'one', 'two', 'file'), '');
    const session = await openSession(localLocation(join(folder, 'one', 'two')), CLOUD);
    rmSync(join(folder, 'one'), { recursive: true });
    const { left, notice } = await session.until((state) => state.notice !== null);
    expect(left.location).toEqual(localLocation(folder));
    expect(notice?.text).toBe(`${join(folder, 'one', 'two')} is not there; this is the nearest folder above it`);
    await session.settled();
    writeFileSync(join(folder, 'next'), '');
    await hasLeft(session, 'next');
  });

  it('goes on being watched after another took its place', async () => {
    const folder = temporaryFolder();
    const here = join(folder, 'here');
    mkdirSync(here);
    const session = await openSession(localLocation(here), CLOUD);
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'file'), '');
    rmSync(here, { recursive: true });
    renameSync(join(folder, 'other'), here);
    await hasLeft(session, 'file');
    writeFileSync(join(here, 'later'), '');
    await hasLeft(session, 'later');
  });
});

describe('a cloud folder into which files go', () => {
  it.each(['', 'inner'])('shows them before the job is over (%j below its target)', async (below) => {
    const folder = temporaryFolder();
    for (const name of ['new', 'taken']) {
      mkdirSync(join(folder, 'from', below), { recursive: true });
      writeFileSync(join(folder, 'from', below, name), name);
    }
    const target = cloudLocation('embedded', 'docs', '/from');
    const shown = below === '' ? target : childOf(target, below);
    const session = await openSession(localLocation(folder), CLOUD);
    await session.cloud.makeFolder(shown);
    await session.cloud.write(childOf(shown, 'taken'), sourceOf('other'), { taken: 'refuse' });
    let asked = 0;
    const quota = async (): Promise<Quota> => ({ used: (asked += 1), total: 100 });
    Object.assign(session.cloud, { quota, powers: { ...session.cloud.powers, quota: true } });
    openFolder(session.context, 'right', shown);
    await session.until(({ right }) => namesShown(right).includes('taken') && right.quota?.used === 1);
    const from = localLocation(join(folder, 'from'));
    const sources = [{ location: from, entry: await session.context.storeFor(from).stat(from) }];
    session.context.engine.add(jobOf({ sources, target: cloudLocation('embedded', 'docs') }).spec);
    const { jobs } = await session.until(({ right }) => right.status === 'ready' && namesShown(right).includes('new'));
    // It waits for an answer. How full the cloud was at its start is told with what it adds, and asked anew at its end.
    expect([jobs.map(({ endedAt }) => endedAt), asked]).toEqual([[null], 1]);
    session.context.engine.answer(jobs[0]?.question?.id ?? '', { choice: 'skip', forAll: false });
    await session.until(({ right }) => right.quota?.used === 2);
  });

  it('shows the folder that was made for them, where it shows one above that', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const session = await openSession(localLocation(folder), CLOUD);
    const volume = cloudLocation('embedded', 'docs');
    await session.cloud.makeFolder(volume);
    openFolder(session.context, 'right', volume);
    await session.settled();
    const file = childOf(localLocation(folder), 'file');
    const sources = [{ location: file, entry: await session.context.storeFor(file).stat(file) }];
    session.context.engine.add(jobOf({ sources, target: cloudLocation('embedded', 'docs', '/new/deep') }).spec);
    await session.until(({ right }) => right.status === 'ready' && namesShown(right).includes('new'));
  });
});

describe('watchFolder', () => {
  it('tells nothing once it was ended, nor of what is not there', async () => {
    const folder = temporaryFolder();
    const told: string[] = [];
    watchFolder(join(folder, 'missing'), () => told.push('missing'))();
    const unwatch = watchFolder(folder, () => told.push('ended'));
    unwatch();
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = watchFolder(folder, resolve);
    writeFileSync(join(folder, 'file'), '');
    await promise;
    end();
    expect(told).toEqual([]);
  });
});
