import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { AppState } from '../../source/state/app-state.ts';
import { factsIn, type DetailsLayer } from '../../source/state/details-layer.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { openSession } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const VOLUME = cloudLocation('embedded', 'testing');

async function openIn(folder: string) {
  const copied: string[] = [];
  const copyText = (text: string): boolean => copied.push(text) > 0;
  return { copied, session: await openSession(localLocation(folder), VOLUME, { copyText }) };
}

function detailsOf({ layers }: AppState): DetailsLayer {
  const top = layers.at(-1);
  if (top?.type !== 'details') throw new Error(`the top layer is ${top?.type ?? 'none'}`);
  return top;
}

function valueOf(layer: DetailsLayer, wanted: string): string | undefined {
  return factsIn(layer).find(({ name }) => name === wanted)?.value;
}

function hasTold({ layers }: AppState): boolean {
  const top = layers.at(-1);
  return top?.type === 'details' && top.told !== null;
}

describe('the details of an entry', () => {
  it('are all that the disk tells, copied one by one or whole', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.txt'), 'hello\n');
    chmodSync(join(folder, 'a.txt'), 0o640);
    const { session, copied } = await openIn(folder);
    session.press('end', 'i');
    const layer = detailsOf(await session.until(hasTold));
    expect(valueOf(layer, 'Name')).toBe('a.txt');
    expect(valueOf(layer, 'Size')).toBe('6 B (6 bytes)');
    expect(valueOf(layer, 'mode')).toBe('rw-r----- 0640');
    session.press('enter', 'end', 'c', 'A', 'esc');
    expect(copied[0]).toBe('a.txt');
    expect(copied[1]).toBe(valueOf(layer, 'accessed'));
    expect(copied[2]).toContain('Name: a.txt\n');
    expect(copied[2]).toContain('\nmode: rw-r----- 0640\n');
    expect(session.state().layers).toEqual([]);
  });

  it('hold the hash of a local file once it was read for it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.txt'), 'hello\n');
    const { session } = await openIn(folder);
    session.press('end', 'i', 'H');
    expect(detailsOf(session.state()).isHashing).toBe(true);
    const state = await session.until((now) => hasTold(now) && !detailsOf(now).isHashing);
    expect(valueOf(detailsOf(state), 'Hash')).toBe('sha1:f572d396fae9206628714fb2ce00f72e94f2258f');
  });

  it('tell where a link leads, byte for byte', async () => {
    const folder = temporaryFolder();
    symlinkSync(Buffer.from('caf\u00e9', 'latin1'), join(folder, 'link'));
    const { session } = await openIn(folder);
    session.press('end', 'i');
    expect(valueOf(detailsOf(await session.until(hasTold)), 'link to')).toBe('caf\udce9');
  });

  it('say why the cloud tells no more, and keep what is known', async () => {
    const { session } = await openIn(temporaryFolder());
    const file = cloudLocation('embedded', 'testing', '/a.txt');
    await session.cloud.makeFolder(VOLUME);
    await session.cloud.write(file, sourceOf('hello\n'), { taken: 'refuse' });
    session.press('tab', 'ctrl+r');
    await session.settled();
    session.cloud.before = (call) => {
      if (call === 'facts') throw new AppError('busy', 'The servers are busy');
    };
    session.press('end', 'i');
    const layer = detailsOf(await session.until(hasTold));
    expect(layer.error).toContain('The servers are busy');
    expect(valueOf(layer, 'Hash')).toBe('sha1:f572d396fae9206628714fb2ce00f72e94f2258f');
    session.press('H');
    expect(session.state().notice?.text).toBe('Its hash is known');
  });

  it('that come after they were closed are dropped', async () => {
    const { session } = await openIn(temporaryFolder());
    await session.cloud.makeFolder(cloudLocation('embedded', 'testing', '/docs'));
    session.press('tab', 'ctrl+r');
    await session.settled();
    const answer = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<AbortSignal | undefined>();
    session.cloud.before = async (call, _, signal) => {
      if (call !== 'facts') return;
      asked.resolve(signal);
      await answer.promise;
    };
    session.press('end', 'i');
    const signal = await asked.promise;
    session.press('esc', 'C');
    expect(signal?.aborted).toBe(true);
    answer.resolve();
    await session.until(({ comparison }) => comparison !== null);
    expect(session.state().layers).toEqual([]);
  });
});
