import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { runOurs, type Outcome } from './peers.ts';
import { taskTo, type Plan } from './plan.ts';
import type { Row } from './report.ts';
import { plantSmall } from './small.ts';

/** Peak memory of our program, once each: with very many files, and with a file of holes that is larger than any memory. */
export async function measureMemory(plan: Plan): Promise<readonly Row[]> {
  const { root, isQuick } = plan;
  const folders = isQuick ? 20 : 1000;
  await plantSmall(`${root}/many`, folders);
  const many = await upAndDown(plan, 'many');
  const size = (isQuick ? 0.25 : 8) * 2 ** 30;
  await mkdir(`${root}/holes`);
  await writeFile(`${root}/holes/file`, '');
  await truncate(`${root}/holes/file`, size);
  const holes = await upAndDown(plan, 'holes');
  return [
    row(`${folders * 100} files up`, many.up),
    row(`${folders * 100} files down`, many.down),
    row(`${size / 2 ** 30} GiB of holes up`, holes.up),
    row(`${size / 2 ** 30} GiB of holes down`, holes.down),
  ];
}

async function upAndDown(plan: Plan, name: string): Promise<{ readonly up: Outcome; readonly down: Outcome }> {
  const { root } = plan;
  const task = { ...taskTo(plan), remote: `/${name}` };
  const up = await runOurs({ ...task, direction: 'up', local: `${root}/${name}` });
  await rm(`${root}/${name}`, { recursive: true });
  const down = await runOurs({ ...task, direction: 'down', local: `${root}/${name} back` });
  await rm(`${root}/${name} back`, { recursive: true });
  return { up, down };
}

function row(what: string, { peakMemory }: Outcome): Row {
  const mebibytes = peakMemory / 2 ** 20;
  return {
    what: `peak memory, ${what}`,
    ours: `${mebibytes.toFixed(0)} MiB`,
    peer: '',
    ratio: null,
    value: mebibytes,
    wanted: { atMost: 150 },
    unit: ' MiB',
  };
}
