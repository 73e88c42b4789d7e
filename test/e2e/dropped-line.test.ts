import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { readAll } from '../contracts/fixtures.ts';
import { farCloud, type FarCloud } from '../helpers/far-cloud.ts';
import { makeHome, PROGRAM, runProgram, type Home } from '../helpers/program.ts';
import { hasPrograms } from '../../scripts/packages/for-tests.ts';
import { startSshServer } from '../helpers/ssh-server.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';
import { noise } from '../transfers/cloud-rig.ts';

const FILES = 60;
const contentOf = (file: number): Buffer => noise(150_000, file);

interface Stage {
  readonly home: Home;
  readonly cloud: FarCloud;
  /** The command line that starts the program there. */
  readonly command: string;
}

/** A folder on this side of a line that takes a while for it. */
async function makeStage(): Promise<Stage> {
  const home = makeHome();
  const cloud = await farCloud();
  mkdirSync(join(home.work, 'here', 'many'), { recursive: true });
  for (let file = 0; file < FILES; file += 1)
    writeFileSync(join(home.work, 'here', 'many', `${file}`), contentOf(file));
  // A few at a time take long enough to be looked at.
  mkdirSync(join(home.path, 'config', 'u1file'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), '{"parallelFiles": 4}');
  cloud.proxy.faults.throttle = 100_000;
  const env = Object.entries({ ...home.env, ...cloud.env }).map(([name, value]) => `${name}='${value ?? ''}'`);
  const command = `cd '${home.work}' && env ${env.join(' ')} '${process.execPath}' '${PROGRAM}' here testing`;
  return { home, cloud, command };
}

async function startUpload(terminal: PtyTerminal): Promise<void> {
  await terminal.waitFor(/^ {2}many/m);
  await terminal.waitFor('nothing here');
  terminal.press('down', 'f5');
  await terminal.waitFor('Taken names');
  terminal.press('enter');
  await terminal.waitFor(/⇡ many/);
}

async function expectArrived({ cloud, home }: Stage): Promise<void> {
  const jobs = async (): Promise<string> => (await runProgram(home, ['jobs'])).stdout;
  await expect.poll(jobs, { timeout: 30_000 }).not.toMatch(/running|left over/);
  for (let file = 0; file < FILES; file += 1) {
    const bytes = await readAll(cloud.direct, cloudLocation('me', 'testing', `/many/${file}`));
    expect([file, bytes.equals(contentOf(file))]).toEqual([file, true]);
  }
}

const canCut = hasPrograms('a line cut at a real sshd', 'ssh', 'sshd', 'tmux');

describe.skipIf(!canCut)('a line cut at a real sshd', () => {
  it('leaves the transfer running, and a second login shows it live and sees it end', async () => {
    const stage = await makeStage();
    const ssh = await startSshServer();
    const first = ssh.open(stage.command);
    await startUpload(first);
    expect(ssh.cut()).toBe(1);
    expect(await first.exited()).toMatchObject({ status: 255 });
    const listed = JSON.parse((await runProgram(stage.home, ['jobs', '--json'])).stdout);
    expect(listed).toMatchObject({ kind: 'copy', target: 'testing', state: 'running' });
    const second = ssh.open(stage.command);
    await second.waitFor(/⇡ many/);
    stage.cloud.proxy.faults.throttle = null;
    await second.waitFor((rows) => !rows.some((row) => row.includes('⇡')));
    await expectArrived(stage);
    second.press('q');
    expect(await second.exited()).toMatchObject({ status: 0 });
  });

  it('is nothing to a program in tmux, and the next login finds its panes as they were', async () => {
    const stage = await makeStage();
    const ssh = await startSshServer();
    const tmux = `TMUX_TMPDIR='${stage.home.path}' LANG=C.UTF-8 tmux -u -f /dev/null -L u1`;
    onTestFinished(
      () => void spawnSync('tmux', ['-L', 'u1', 'kill-server'], { env: { TMUX_TMPDIR: stage.home.path } }),
    );
    const first = ssh.open(`${tmux} new-session "${stage.command}"`);
    await startUpload(first);
    expect(ssh.cut()).toBe(1);
    expect(await first.exited()).toMatchObject({ status: 255 });
    const second = ssh.open(`${tmux} attach`);
    await second.waitFor(/⇡ many/);
    stage.cloud.proxy.faults.throttle = null;
    await second.waitFor((rows) => !rows.some((row) => row.includes('⇡')));
    await second.waitFor(/│ {2}many/);
    await expectArrived(stage);
    second.press('q');
    expect(await second.exited()).toMatchObject({ status: 0 });
  });
});
