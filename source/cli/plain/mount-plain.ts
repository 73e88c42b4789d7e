import { createInterface, type Interface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandContext } from '../../commands/command.ts';
import type { Registry } from '../../commands/registry.ts';
import { runCommand } from '../../commands/run-command.ts';
import { safeText } from '../../domain/safe-text.ts';
import type { Layer } from '../../state/layers.ts';
import { isAtWork } from '../../state/layout.ts';
import { activePane } from '../../state/selectors.ts';
import type { AppStore } from '../../ui/store-context.tsx';
import type { Graphics } from '../../terminal/graphics.ts';
import { textAs, type Charset } from '../../terminal/charset.ts';
import type { MountedScreen } from '../mount.tsx';
import { watchBusy, type Busy } from './busy.ts';
import { hearLine } from './hear-line.ts';
import { createTeller, type Teller } from './teller.ts';
import { typedIn, withShellOnTerminal } from './terminal-input.ts';
import { AFTERWARDS, HELP } from './words.ts';

export interface PlainOptions {
  readonly store: AppStore;
  /** The keys in force: letters are words here. */
  readonly keys: { readonly registry: Registry };
  readonly context: CommandContext;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly charset: Charset;
}

/** A page of a file that is viewed. */
const ROOM = { columns: 100, rows: 53 };

/**
 * The panes in sentences, line by line, for screen readers, dumb terminals and scripts: the same state and the same commands as on
 * the screen, and nothing is ever drawn over. Each line is heard once the one before it has had its effect.
 */
export function mountPlain(options: PlainOptions): MountedScreen {
  return new PlainScreen(options);
}

/** True for a layer that cannot be told yet: it waits for a server or for a file. */
function isWaiting(layer: Layer | undefined): boolean {
  if (layer?.type === 'viewer') return layer.view.state === 'waiting' || layer.view.isBusy;
  return layer?.type === 'sign-in' && layer.isBusy;
}

class PlainScreen implements MountedScreen {
  readonly ended: Promise<void>;
  readonly #options: PlainOptions;
  readonly #busy: Busy;
  readonly #teller: Teller;
  readonly #lines: Interface;
  readonly #heard: string[] = [];
  #isInputOver = false;
  #isOver = false;
  /** A line is having its effect: what is asked is told after it. */
  #isHearing = true;
  isSuspended = false;
  #suspended: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(options: PlainOptions) {
    const { store, keys, context, stdin } = options;
    this.#options = options;
    this.#busy = watchBusy(withShellOnTerminal(context, stdin), () => this.#wake());
    this.#teller = createTeller({
      getState: () => store.getState(),
      registry: () => keys.registry,
      say: (line) => this.#say(line),
      clock: Date.now,
    });
    store.dispatch({ type: 'resized', size: ROOM });
    this.#lines = createInterface({ input: stdin, terminal: false });
    this.#lines.on('line', (line) => this.#takeIn(stdin.isTTY && stdin.isRaw ? typedIn(line) : line));
    this.#lines.on('close', () => {
      this.#isInputOver = true;
      this.#wake();
    });
    this.ended = this.#listen();
  }

  unmount(): void {
    this.#isOver = true;
    this.#wake();
  }

  restore(): void {
    this.unmount();
  }

  /** The keys are looked up anew for each line. */
  rebind(): void {}

  /** There is no window to name: what is new is told instead. */
  showWindow(): void {
    this.#teller.tellNews();
    if (!this.#isHearing && this.#options.store.getState().layers.length > 0) this.#teller.tellPlace();
    this.#wake();
  }

  async graphics(): Promise<Graphics> {
    return Promise.resolve({ protocol: 'none' });
  }

  copyText(text: string): boolean {
    for (const line of ['To copy:', ...text.split('\n')]) this.#say(line);
    return true;
  }

  async suspendWhile(act: () => Promise<void>): Promise<void> {
    // Where the lines have ended already there is nothing to hold back.
    if (!this.#isInputOver) this.#lines.pause();
    this.isSuspended = true;
    this.#suspended = act().finally(() => {
      this.isSuspended = false;
      if (!this.#isInputOver) this.#lines.resume();
      this.#wake();
    });
    await this.#suspended;
  }

  /** What takes long can be stopped while the next line has to wait for it; of lines that wait already none is left out. */
  #takeIn(line: string): void {
    const { context, keys } = this.#options;
    const stop = line.trim().toLowerCase() === 'stop' ? keys.registry.byId('stop') : undefined;
    if (stop === undefined || !this.#isHearing || this.#heard.length > 0) this.#heard.push(line);
    else {
      runCommand(context, stop);
      this.#say(AFTERWARDS['stop'] ?? '');
    }
    this.#wake();
  }

  async #listen(): Promise<void> {
    const { stdin } = this.#options;
    try {
      await this.#hear();
    } finally {
      if (stdin.isTTY && stdin.isRaw) stdin.setRawMode(false);
    }
  }

  async #hear(): Promise<void> {
    this.#say(`u1file in plain words, ${this.#options.store.getState().account.label}. "help" tells the words.`);
    await this.#settled();
    this.#tell();
    for (let line = await this.#nextLine(); line !== null; line = await this.#nextLine()) await this.#take(line);
    if (!this.#isOver) await this.#finish();
    this.#lines.close();
  }

  /** On a terminal a password is not shown while it is typed. */
  #hideSecret(): void {
    const { stdin, store } = this.#options;
    const top = store.getState().layers.at(-1);
    const isSecret = top?.type === 'sign-in' && top.focus === 'password';
    if (stdin.isTTY && stdin.isRaw !== isSecret) stdin.setRawMode(isSecret);
  }

  /** The next line; null at the end of them, and of the program. */
  async #nextLine(): Promise<string | null> {
    this.#isHearing = false;
    while (this.#heard.length === 0 && !this.#isInputOver && !this.#isOver) await this.#change();
    this.#isHearing = true;
    return this.#isOver ? null : (this.#heard.shift() ?? null);
  }

  async #take(line: string): Promise<void> {
    const { keys, store } = this.#options;
    const isAsked = store.getState().layers.length > 0;
    if (!(await this.#takeOwn(line.trim().toLowerCase(), isAsked))) {
      const words = hearLine(this.#busy.context, keys.registry, line, Date.now());
      if (words !== null) this.#say(words);
    }
    await this.#settled();
    if (!this.#isOver) this.#tell();
  }

  /** The words that are no command of the screen, since there everything is seen. False for any other. */
  async #takeOwn(word: string, isAsked: boolean): Promise<boolean> {
    if (isAsked && word !== 'list') return false;
    if (word === 'compare') await this.#bothRead();
    if (word === 'wait') await this.#transfersDone();
    else if (word === 'list' && isAsked) this.#teller.tellQuestion();
    else if (word === 'list' || word === 'more') this.#teller.tellPage(word === 'list' ? 'first' : 'next');
    else if (word === 'status' || word === '') this.#teller.tellStatus();
    else if (word === 'help') for (const line of HELP) this.#say(line);
    else return false;
    return true;
  }

  /** The end of the lines: what is under way is done first; what asks has nobody to answer it, and waits for the next start. */
  async #finish(): Promise<void> {
    await this.#transfersDone();
    if (this.#isOver) return;
    if (this.#options.store.getState().jobs.some(isAtWork)) {
      this.#say('A transfer waits for an answer; the next start goes on with it.');
    }
    this.#options.context.quit('keep');
  }

  #tell(): void {
    this.#teller.tellNews();
    this.#teller.tellPlace();
    // Before the prompt: who sees that may type at once.
    this.#hideSecret();
    if (this.#options.stdout.isTTY) this.#options.stdout.write('> ');
  }

  /** Resolves when nothing that a line began is under way: no call to a store, no folder being read, no other program in front. */
  async #settled(): Promise<void> {
    for (let calmTurns = 0; calmTurns < 2 && !this.#isOver;) {
      await this.#suspended;
      await nextTurn();
      const state = this.#options.store.getState();
      const isCalm =
        this.#busy.count() === 0 && activePane(state).status !== 'loading' && !isWaiting(state.layers.at(-1));
      calmTurns = isCalm ? calmTurns + 1 : 0;
      if (!isCalm) await this.#change();
    }
  }

  /** Resolves when no transfer works any more, or one of them asks something. */
  async #transfersDone(): Promise<void> {
    const { store } = this.#options;
    const isWorking = (): boolean => store.getState().jobs.some(isAtWork) && store.getState().layers.length === 0;
    while (isWorking() && !this.#isOver) await this.#change();
  }

  /** Resolves when both folders are read: what was copied just now is read again by itself. */
  async #bothRead(): Promise<void> {
    const isReading = (): boolean => {
      const { left, right } = this.#options.store.getState();
      return left.status === 'loading' || right.status === 'loading';
    };
    while (isReading() && !this.#isOver) await this.#change();
  }

  /** Resolves when the state, the input or what is under way is another. */
  async #change(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #say(line: string): void {
    this.#options.stdout.write(`${textAs(safeText(line), this.#options.charset)}\n`);
  }
}
