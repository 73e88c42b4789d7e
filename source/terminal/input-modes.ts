/** What the program asks the terminal to send. */
export interface InputModes {
  /** Clicks and the wheel, as SGR 1006. */
  readonly mouse: boolean;
  /** The kitty keyboard protocol's first level, where Escape is told from the start of a sequence. */
  readonly kittyKeys: boolean;
}

/** Written after the alternate screen was entered: kitty keeps one stack of key modes for each screen. */
export function inputModesOn({ mouse, kittyKeys }: InputModes): string {
  return `\u001b[?2004h${mouse ? '\u001b[?1000;1006h' : ''}${kittyKeys ? '\u001b[>1u' : ''}`;
}

/** The undoing of `inputModesOn`, written before the alternate screen is left. */
export function inputModesOff({ mouse, kittyKeys }: InputModes): string {
  return `${kittyKeys ? '\u001b[<u' : ''}${mouse ? '\u001b[?1000;1006l' : ''}\u001b[?2004l`;
}
