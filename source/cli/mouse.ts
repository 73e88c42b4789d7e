import type { Command, CommandContext } from '../commands/command.ts';
import { pressKey } from '../commands/press-key.ts';
import type { Registry } from '../commands/registry.ts';
import { runCommand } from '../commands/run-command.ts';
import type { MouseEvent } from '../keys/events.ts';
import type { Layer } from '../state/layers.ts';
import { cursorName, type PaneSide } from '../state/pane.ts';
import { topLayerType } from '../state/selectors.ts';
import { hasCursor, hitAt, type Hit } from '../ui/hit.ts';
import { questionOf } from '../ui/plain/question.ts';

/** Milliseconds within which a second click on the same thing opens it. */
const DOUBLE_CLICK = 400;
const WHEEL_ROWS = 3;

export interface MouseParts {
  readonly context: CommandContext;
  /** The keys in force. */
  readonly keys: { readonly registry: Registry };
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What the mouse does: a click goes there, a second one opens, the right button marks, the wheel moves the cursor. Nothing is dragged. */
export function createMouse(parts: MouseParts): (event: MouseEvent) => void {
  let last = { hit: '', at: Number.NEGATIVE_INFINITY };
  return (event) => {
    if (event.action === 'wheel-up' || event.action === 'wheel-down') turnWheel(parts, event);
    if (event.action !== 'press' || event.button === 'middle') return;
    const { context, keys, clock } = parts;
    const now = clock();
    const hit = hitAt(context.getState(), event, { registry: keys.registry, now });
    // A list may have moved under the mouse, to show more around its cursor: the place counts there, not the row.
    const what = hit.type === 'list-row' ? hit.type : JSON.stringify(hit);
    const print = `${event.button} ${topLayerType(context.getState())} ${event.column}:${event.row} ${what}`;
    const isSecond = print === last.hit && now - last.at < DOUBLE_CLICK;
    // A third click begins anew.
    last = isSecond ? { hit: '', at: Number.NEGATIVE_INFINITY } : { hit: print, at: now };
    click(parts, hit, { isSecond, isRight: event.button === 'right' });
  };
}

interface How {
  readonly isSecond: boolean;
  readonly isRight: boolean;
}

function click(parts: MouseParts, hit: Hit, how: How): void {
  const { context, keys } = parts;
  if (context.getState().notice !== null && hit.type !== 'nothing') context.dispatch({ type: 'notice', notice: null });
  switch (hit.type) {
    case 'entry':
      closeBottomLine(context);
      focus(context, hit.side);
      context.dispatch({ type: 'pane/cursor', side: hit.side, to: hit.row });
      if (how.isRight) toggleMark(context, hit.side);
      else if (how.isSecond) run(context, keys.registry.byId('open'));
      return;
    case 'pane':
      closeBottomLine(context);
      focus(context, hit.side);
      return;
    case 'slot': {
      const layer = topLayerType(context.getState()) === 'viewer' ? 'viewer' : 'panes';
      run(context, keys.registry.inBar(hit.slot, layer));
      return;
    }
    case 'strip':
      run(context, keys.registry.byId('transfers'));
      return;
    case 'status':
      run(context, keys.registry.byId('requests'));
      return;
    case 'button':
      pressButton(parts, hit.index);
      return;
    case 'list-row':
      goToRow(parts, hit.below, how.isSecond);
      return;
    case 'nothing':
  }
}

/** What is typed into the bottom line is left as with any other key that is meant for the panes. */
function closeBottomLine(context: CommandContext): void {
  const top = context.getState().layers.at(-1);
  if (top?.type === 'filter' || top?.type === 'jump') context.dispatch({ type: 'layer/popped' });
}

function focus(context: CommandContext, side: PaneSide): void {
  if (context.getState().active !== side) context.dispatch({ type: 'focused', side });
}

function toggleMark(context: CommandContext, side: PaneSide): void {
  const pane = context.getState()[side];
  const name = cursorName(pane);
  if (name !== null) context.dispatch({ type: 'pane/mark', side, names: [name], isMarked: !pane.marks.has(name) });
}

/** The answers of a question in the order of its buttons. */
function pressButton({ context, keys, clock }: MouseParts, index: number): void {
  const state = context.getState();
  const top = state.layers.at(-1);
  if (top === undefined) return;
  const { answers } = questionOf(top, state, keys.registry, clock());
  // What was chosen for the rest of the job stays so: those answers come after the others.
  const skipped = top.type === 'conflict' && top.forAll ? answers.length / 2 : 0;
  const answer = answers[index + skipped];
  if (answer === undefined || answer.command === null) return;
  context.dispatch({ type: 'layer/replaced', layer: answer.layer });
  run(context, keys.registry.byId(answer.command));
}

function goToRow({ context, keys }: MouseParts, below: number, isSecond: boolean): void {
  const top = context.getState().layers.at(-1);
  if (top === undefined || !hasCursor(top)) return;
  const layer: Layer = { ...top, cursor: top.cursor + below };
  if (isSecond) run(context, keys.registry.find(layer.type, 'enter'));
  else context.dispatch({ type: 'layer/replaced', layer });
}

function turnWheel({ context, keys, clock }: MouseParts, event: MouseEvent): void {
  const state = context.getState();
  const key = event.action === 'wheel-up' ? 'up' : 'down';
  const hit = hitAt(state, event, { registry: keys.registry, now: clock() });
  if (hit.type === 'entry' || hit.type === 'pane') {
    const { cursor } = state[hit.side];
    focus(context, hit.side);
    context.dispatch({ type: 'pane/cursor', side: hit.side, to: cursor + (key === 'up' ? -WHEEL_ROWS : WHEEL_ROWS) });
  } else if (state.layers.length > 0) {
    for (let row = 0; row < WHEEL_ROWS; row += 1) pressKey(context, keys.registry, { key });
  }
}

function run(context: CommandContext, command: Command | undefined): void {
  if (command !== undefined) runCommand(context, command);
}
