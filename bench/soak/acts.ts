import type { FaultProxy } from '../../test/helpers/fault-proxy.ts';
import { NO_FAULTS } from '../../test/helpers/fault-proxy.ts';
import type { PtyTerminal } from '../../test/helpers/terminal.ts';
import type { Random } from './random.ts';

export interface SoakParts {
  readonly terminal: PtyTerminal;
  readonly proxy: FaultProxy;
  readonly random: Random;
}

const MOVING = [
  'down',
  'down',
  'down',
  'up',
  'pagedown',
  'pageup',
  'home',
  'end',
  'tab',
  'tab',
  'enter',
  'enter',
  'backspace',
];
const MARKING = ['insert', 'insert', 'space', 'shift+down', 'A', 'U', '*'];
const SHOWING = [
  '.',
  'w',
  'w',
  '=',
  'ctrl+u',
  'ctrl+r',
  'i',
  'o',
  't',
  'f1',
  'f2',
  'f3',
  's',
  'f',
  '/',
  '[',
  ']',
  'z',
  'C',
];
const ACTING = ['f5', 'f5', 'f6', 'f7', 'f8', 'shift+f6', 'p', 'u', 'c', 'd', 'r'];
const ANSWERING = ['enter', 'enter', 'enter', 'esc', 'esc', 'y', 'n', 'a', 'left', 'right', 'tab', 'space'];
// None begins with a digit: after an Escape that would be a function key, perhaps the one that leaves.
const TEXTS = ['report', 'é語👍', '../x', 'a/b', '*.txt', '\u001b[200~pasted\ntext\u001b[201~', 'x'.repeat(300)];
const SIZES = [
  [120, 40],
  [80, 24],
  [79, 24],
  [40, 12],
  [30, 8],
  [200, 60],
  [81, 13],
] as const;

/** One random act: mostly keys, now and then a text, another size, or a line that goes bad. Never a key that leaves. Answers what it was. */
export function act({ terminal, proxy, random }: SoakParts): string {
  const press = (keys: readonly string[]): string => {
    const key = random.pick(keys);
    terminal.press(key);
    return key;
  };
  const choice = random.below(100);
  if (choice < 40) return press(MOVING);
  if (choice < 50) return press(MARKING);
  if (choice < 62) return press(SHOWING);
  if (choice < 72) return press(ACTING);
  if (choice < 86) return press(ANSWERING);
  if (choice < 90) return type(terminal, random);
  if (choice < 93) return resize(terminal, random);
  if (choice < 95) return pressMany(terminal, random);
  makeBad(proxy, random);
  return 'fault';
}

function type(terminal: PtyTerminal, random: Random): string {
  const text = random.pick(TEXTS);
  terminal.type(text);
  return JSON.stringify(text.slice(0, 12));
}

function pressMany(terminal: PtyTerminal, random: Random): string {
  terminal.press(...Array.from({ length: 200 }, () => random.pick(['down', 'up', 'pagedown'])));
  return '200 keys';
}

function resize(terminal: PtyTerminal, random: Random): string {
  const [columns, rows] = random.pick(SIZES);
  terminal.resize(columns, rows);
  return `${columns}x${rows}`;
}

function makeBad(proxy: FaultProxy, random: Random): void {
  const { faults } = proxy;
  const choice = random.below(7);
  if (choice === 0) proxy.resetAll();
  else if (choice === 1) faults.cutAfter = random.below(200_000);
  else if (choice === 2) faults.latency = random.below(400);
  else if (choice === 3) faults.throttle = 10_000 + random.below(1_000_000);
  else if (choice === 4) faults.accept = random.pick(['reset', 'black-hole', 'yes']);
  else if (choice === 5) faults.cut = random.pick(['reset', 'half-close', 'black-hole']);
  else makeGood(proxy);
}

/** The line as it should be; what hangs on it is cut off. */
export function makeGood(proxy: FaultProxy): void {
  Object.assign(proxy.faults, NO_FAULTS);
  proxy.resetAll();
}
