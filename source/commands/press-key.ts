import { takesText, type Layer } from '../state/layers.ts';
import { topLayerType } from '../state/selectors.ts';
import type { TextEdit } from '../state/text-field.ts';
import type { CommandContext } from './command.ts';
import { lookUpEdited } from './complete-path.ts';
import type { Registry } from './registry.ts';
import { runCommand } from './run-command.ts';

/** A key as it was understood; `text` is what it types, where it types something. */
export interface PressedKey {
  readonly key: string;
  readonly text?: string | undefined;
}

const EDITS: Readonly<Record<string, TextEdit>> = {
  left: { type: 'left' },
  right: { type: 'right' },
  home: { type: 'home' },
  end: { type: 'end' },
  'ctrl+left': { type: 'word-left' },
  'ctrl+right': { type: 'word-right' },
  'alt+b': { type: 'word-left' },
  'alt+f': { type: 'word-right' },
  backspace: { type: 'backspace' },
  delete: { type: 'delete' },
  'ctrl+e': { type: 'end' },
  'ctrl+w': { type: 'delete-word' },
  'alt+backspace': { type: 'delete-word' },
  'ctrl+u': { type: 'delete-to-start' },
  'ctrl+k': { type: 'delete-to-end' },
};

/** Gives a key to the top layer: its command runs; where text is typed and no command claims it, it edits the text. */
export function pressKey(context: CommandContext, registry: Registry, { key, text }: PressedKey): void {
  if (context.getState().notice !== null) context.dispatch({ type: 'notice', notice: null });
  const state = context.getState();
  const top = state.layers.at(-1);
  const isText = top !== undefined && takesText(top);
  const isTyped = isText && text !== undefined;
  const command = isTyped ? undefined : registry.find(topLayerType(state), key);
  if (command !== undefined) {
    runCommand(context, command);
    return;
  }
  const edit: TextEdit | undefined = isTyped ? { type: 'insert', text } : EDITS[key];
  if (isText && edit !== undefined) editLine(context, edit);
  else if (top !== undefined && isPassing(top)) {
    context.dispatch({ type: 'layer/popped' });
    pressKey(context, registry, { key, text });
  }
}

function editLine(context: CommandContext, edit: TextEdit): void {
  context.dispatch({ type: 'layer/edited', edit });
  lookUpEdited(context);
}

/** Layers of the bottom line give way to any key that is not theirs: it is meant for the panes. */
function isPassing(layer: Layer): boolean {
  return layer.type === 'filter' || layer.type === 'jump' || layer.type === 'address';
}

/** A paste is text, never commands: without a line to type in it is dropped and said so. */
export function pasteText(context: CommandContext, text: string): void {
  const top = context.getState().layers.at(-1);
  if (top !== undefined && takesText(top)) {
    editLine(context, { type: 'insert', text });
  } else {
    const words = 'A paste is text, there is no line to put it in here';
    context.dispatch({ type: 'notice', notice: { tone: 'warning', text: words } });
  }
}
