import { render, useApp, type SuspendTerminal } from 'ink';
import { useEffect, type ReactNode } from 'react';
import type { InputEvent } from '../keys/events.ts';
import type { AppState } from '../state/app-state.ts';
import type { Capabilities } from '../terminal/capabilities.ts';
import { backgroundOf } from '../terminal/background.ts';
import { CellScreen } from '../terminal/cells.ts';
import { clipboardSequence } from '../terminal/osc.ts';
import { createGraphicsProbe, type Graphics } from '../terminal/graphics.ts';
import { createKeyReader } from '../terminal/key-reader.ts';
import type { Registry } from '../commands/registry.ts';
import { App, type AppProps } from '../ui/app.tsx';
import { createBell } from './bell.ts';
import { isOpenedEarly } from './early-screen.ts';
import { followGraphic } from './follow-graphic.ts';
import { createWindow } from './window.ts';

export interface MountOptions {
  readonly app: AppProps;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly capabilities: Capabilities;
  readonly hasMouse: boolean;
  /** False writes Ink's own output, for terminals that the cell layer does not suit. */
  readonly hasCells: boolean;
  /** The cell layer, where it shows a first picture already. */
  readonly early?: CellScreen | undefined;
  readonly onEvents: (events: readonly InputEvent[]) => void;
  /** Asks the terminal for its background. */
  readonly asksBackground: boolean;
  readonly onBackground: (background: 'dark' | 'light') => void;
  readonly onResize: (size: { readonly columns: number; readonly rows: number }) => void;
}

export interface MountedScreen {
  /** Settles when the screen is gone; rejects with what was thrown while drawing. */
  readonly ended: Promise<unknown>;
  /** Takes the screen down and puts the terminal back. */
  unmount(): void;
  /** Shows other keys from now on. */
  rebind(registry: Registry): void;
  /** Brings the window's title and progress up to date, and rings where the settings say so. */
  showWindow(state: AppState): void;
  /** As `unmount`, at once and without drawing: for crashes and signals. */
  restore(): void;
  /** Puts text into the terminal's clipboard; false where it is too long for that. */
  copyText(text: string): boolean;
  /** True while another program has the terminal. */
  readonly isSuspended: boolean;
  /** How the terminal draws pictures; asked at the first time. */
  graphics(): Promise<Graphics>;
  /** Hands the terminal back while the act runs, then draws everything again. */
  suspendWhile(act: () => Promise<void>): Promise<void>;
}

/**
 * Begins a picture on a blank screen, which Ink's next one ends. After a change of size Ink draws the old picture once more: one that is
 * larger than the screen scrolls it, and Ink, which does not know, leaves out rows that it takes to be there.
 */
const BLANK_PICTURE = '\u001b[?2026h\u001b[H\u001b[J';

/** Puts the app on the terminal. The keyboard is read here and nowhere else; Ink never touches it. */
export function mountScreen(options: MountOptions): MountedScreen {
  const { stdin, stdout, capabilities, hasMouse, hasCells, asksBackground, onEvents, onResize } = options;
  const inputModes = { mouse: hasMouse, kittyKeys: false };
  const isOpen = isOpenedEarly(stdout);
  const cells = options.early ?? new CellScreen({ output: stdout, capabilities, inputModes, asksBackground, isOpen });
  const screen = hasCells ? cells : stdout;
  const probe = createGraphicsProbe({ capabilities, send: (question) => cells.send(question) });
  const reader = createKeyReader({
    input: stdin,
    isLinuxConsole: capabilities.isLinuxConsole,
    onEvents(events) {
      cells.hear(events);
      probe.hear(events);
      hearBackground(events, options.onBackground);
      onEvents(events);
    },
  });
  const tellSize = (): void => onResize({ columns: screen.columns, rows: screen.rows });
  // Where there is no window, such sequences are shown as text.
  const send = (sequence: string): void => cells.send(sequence);
  const window = capabilities.hasOsc ? createWindow(send, capabilities.charset) : null;
  const bell = createBell(send);
  let suspendTerminal: SuspendTerminal | null = null;
  let isSuspended = false;
  const onReady = (suspend: SuspendTerminal): void => void (suspendTerminal = suspend);
  const ink = render(<Mounted app={options.app} onReady={onReady} />, {
    stdout: screen,
    alternateScreen: true,
    incrementalRendering: true,
    // What comes by the hundred is gathered before: a picture that waits here is the answer to a key, and waits for a turn of the loop.
    maxFps: 1000,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  let shownApp = options.app;
  const drawWhole = (): void => {
    if (isSuspended) return;
    screen.write(BLANK_PICTURE);
    ink.clear();
    ink.rerender(<Mounted app={shownApp} onReady={onReady} />);
  };
  screen.on('resize', tellSize);
  cells.on('calm', drawWhole);
  process.on('SIGWINCH', cells.sizeChanged);
  cells.start();
  const { size } = options.app.store.getState();
  // It may have changed since the state was made.
  if (size.columns !== screen.columns || size.rows !== screen.rows) tellSize();
  reader.start();
  const unfollowGraphic = followGraphic(options.app.store, (graphic) => cells.setGraphic(graphic));
  const restore = (): void => {
    unfollowGraphic();
    process.off('SIGWINCH', cells.sizeChanged);
    cells.off('calm', drawWhole);
    reader.stop();
    cells.restore();
  };
  const ended = async (): Promise<unknown> => {
    try {
      return await ink.waitUntilExit();
    } finally {
      cells.off('calm', drawWhole);
      // An answer of the terminal that comes later would be typed into the shell.
      await Promise.all([cells.settled(), probe.settled()]);
      restore();
    }
  };
  return {
    ended: ended(),
    unmount() {
      window?.restore();
      cells.off('calm', drawWhole);
      ink.unmount();
    },
    rebind(registry) {
      shownApp = { ...options.app, registry };
      ink.rerender(<Mounted app={shownApp} onReady={onReady} />);
    },
    showWindow(state) {
      // Another program may have its own title.
      if (!isSuspended) window?.show(state);
      bell(state);
    },
    get isSuspended() {
      return isSuspended;
    },
    restore,
    graphics: async () => (hasCells ? probe.ask() : Promise.resolve({ protocol: 'none' })),
    copyText(text) {
      const sequence = clipboardSequence(text, capabilities.multiplexer);
      if (sequence !== null) cells.send(sequence);
      return sequence !== null;
    },
    async suspendWhile(act) {
      await suspendTerminal?.(async () => {
        await Promise.all([cells.settled(), probe.settled()]);
        reader.stop();
        isSuspended = true;
        await act();
        isSuspended = false;
        reader.start();
      });
      tellSize();
    },
  };
}

function hearBackground(events: readonly InputEvent[], tell: MountOptions['onBackground']): void {
  for (const event of events) {
    const background = event.type === 'reply' && event.report !== undefined ? backgroundOf(event.report) : null;
    if (background !== null) tell(background);
  }
}

interface MountedProps {
  readonly app: AppProps;
  readonly onReady: (suspend: SuspendTerminal) => void;
}

function Mounted({ app, onReady }: MountedProps): ReactNode {
  const { suspendTerminal } = useApp();
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);
  return <App {...app} />;
}
