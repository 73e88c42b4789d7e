import type { WriteStream } from 'node:tty';
import type { Capabilities } from './capabilities.ts';
import { type InputModes, inputModesOff, inputModesOn } from './input-modes.ts';

/** A terminal to write to: a tty's write stream, or anything with its shape. */
export type TerminalOutput = Pick<WriteStream, 'columns' | 'rows' | 'write' | 'on' | 'off'> & {
  readonly fd?: number;
  readonly writableLength?: number;
};

export interface ScreenOptions {
  readonly output: TerminalOutput;
  readonly capabilities: Capabilities;
  readonly inputModes: InputModes;
  /** Asks the terminal for its background, behind the first picture. */
  readonly asksBackground?: boolean;
  /** The terminal's other screen is open already, and blank or nearly so. */
  readonly isOpen?: boolean;
}

/** Takes the terminal over: the other screen, blank, cursor at the top left and hidden, no wrapping, then what input wants. */
export function startSequence({ capabilities, inputModes, isOpen }: ScreenOptions): string {
  // To open it twice would forget where the cursor was before.
  const screen = capabilities.isLinuxConsole || isOpen === true ? '' : '\u001b[?1049h';
  return `${screen}\u001b[m\u001b[?25;7l\u001b[H\u001b[2J${inputModesOn(safeModes(capabilities, inputModes))}`;
}

/** Gives the terminal back. The Linux console has no other screen: ours is wiped off instead. */
export function stopSequence({ capabilities, inputModes }: ScreenOptions): string {
  const screen = capabilities.isLinuxConsole ? '\u001b[H\u001b[2J' : '\u001b[?1049l';
  const modes = inputModesOff(safeModes(capabilities, inputModes));
  return `${modes}\u001b[?2026l\u001b[m${screen}\u001b[?7h\u001b[?25h`;
}

/** Old Linux consoles would print the end of kitty's sequence. */
function safeModes(capabilities: Capabilities, modes: InputModes): InputModes {
  return capabilities.isLinuxConsole ? { ...modes, kittyKeys: false } : modes;
}
