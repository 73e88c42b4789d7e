import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Cloud } from '../../source/cli/cli.ts';
import { openInnerCloud } from '../../source/cli/open-inner-cloud.ts';
import { childOf, cloudLocation } from '../../source/domain/location.ts';
import { describeFileStore } from '../contracts/file-store.ts';

const home = mkdtempSync(join(tmpdir(), 'u1file-inner-'));
let cloud: Cloud;
let count = 0;

beforeAll(async () => {
  cloud = await openInnerCloud({ config: home, data: home, state: home, runtime: null });
});

afterAll(async () => {
  await cloud.close();
  rmSync(home, { recursive: true });
});

describeFileStore('the embedded cloud in the thread that asks it', async () => {
  const { store } = cloud;
  count += 1;
  const volume = cloudLocation('embedded', `one/volume ${count}`);
  await store.makeFolder(volume);
  const folder = childOf(volume, 'play');
  await store.makeFolder(folder);
  return { store, folder, rawNames: null, close: async () => store.remove(volume) };
});
