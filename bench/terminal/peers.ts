import { spawnSync } from 'node:child_process';
import { openTerminal, type PtyTerminal } from '../../test/helpers/terminal.ts';

/** A program that is measured. */
export interface Peer {
  readonly name: string;
  /** Opens it on these two folders; ours shows its own cloud on the right, or that of the account in `env`. */
  open(left: string, right: string, home: string, env?: Readonly<Record<string, string>>): PtyTerminal;
  /** True when its first useful picture is shown: names of both panes. */
  isReady(screen: readonly string[]): boolean;
  readonly quit: readonly string[];
  /** What of a terminal is another thing once a key that moves the bar is answered: pictures of other things come in between. */
  answer(terminal: PtyTerminal): unknown;
  /** True when all entries of so large a folder are in the left pane, in order. */
  isWhole(screen: readonly string[], count: number): boolean;
}

const FIRST = '000000_';
const TWENTIETH = '000019_';

export const ours: Peer = {
  name: 'u1file',
  open: (left, _right, home, env = {}) =>
    openTerminal({
      args: ['bin/u1file.js', left],
      env: { HOME: home, XDG_CACHE_HOME: undefined, XDG_DATA_HOME: undefined, XDG_STATE_HOME: undefined, ...env },
    }),
  isReady: (screen) => {
    const text = screen.join('\n');
    return text.includes(FIRST) && text.includes(TWENTIETH) && text.includes('Ubuntu One/');
  },
  quit: ['f10'],
  answer: (terminal) => terminal.screen().find((row) => row.startsWith('> ')),
  // While more are on their way an ellipsis stands behind the count.
  isWhole: (screen, count) =>
    screen.some((row) => row.slice(0, 60).includes(`${count} entries`) && !/^[^│]*…/.test(row)),
};

export const midnightCommander: Peer = {
  name: 'mc',
  open: (left, right, home) =>
    openTerminal({ command: 'mc', args: ['-u', left, right], env: { HOME: home, XDG_CONFIG_HOME: undefined } }),
  isReady: (screen) => {
    const text = screen.join('\n');
    return text.split(FIRST).length > 2 && text.split(TWENTIETH).length > 2;
  },
  quit: ['f10'],
  answer: (terminal) => terminal.bytes,
  isWhole: (screen) => screen.some((row) => row.includes(FIRST)),
};

/** Those that are installed here, ours first. */
export function installedPeers(): Peer[] {
  const hasCommander = spawnSync('mc', ['--version']).status === 0;
  return hasCommander ? [ours, midnightCommander] : [ours];
}

/** Opens a peer and waits for its first useful picture. */
export async function ready(peer: Peer, left: string, right: string, home: string): Promise<PtyTerminal> {
  const terminal = peer.open(left, right, home);
  await terminal.waitFor((screen) => peer.isReady(screen));
  await terminal.quiet(300);
  return terminal;
}
