/**
 * A key as it was understood. `key` is its name with the modifiers in front in the order `ctrl+alt+shift+`: `f5`,
 * `shift+f6`, `up`, `shift+tab`, `ctrl+r`, `alt+.`, `space`, `enter`, `esc`, `backspace`, `delete`, `insert`, `pageup`,
 * `pagedown`, `home`, `end`, or the character itself (`a`, `A`, `?`, `é`).
 */
export interface KeyEvent {
  readonly type: 'key';
  readonly key: string;
  /** What the key types into a text field; absent where it types nothing. */
  readonly text?: string;
}

/** Text put in at once by the terminal's paste; line ends are `\n`. It is text, never commands. */
export interface PasteEvent {
  readonly type: 'paste';
  readonly text: string;
}

export type MouseAction =
  | 'press'
  | 'release'
  | 'drag'
  | 'move'
  | 'wheel-up'
  | 'wheel-down'
  | 'wheel-left'
  | 'wheel-right';

/** Something the mouse did; cells are counted from 0 at the top left. */
export interface MouseEvent {
  readonly type: 'mouse';
  readonly action: MouseAction;
  readonly button: 'left' | 'middle' | 'right' | 'none';
  readonly column: number;
  readonly row: number;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** Something the terminal said that is nobody's key: an answer to a query, a focus change, a key's release. */
export interface ReplyEvent {
  readonly type: 'reply';
  /** What it said, for the reports that somebody waits for: `0n` says that everything before the question is drawn, `]11;…` which colour the background has, `?…c` what the terminal is, `6;…t` how large its cells are, `_G…` that it shows pictures. */
  readonly report?: string;
}

export type InputEvent = KeyEvent | PasteEvent | MouseEvent | ReplyEvent;
