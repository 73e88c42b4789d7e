import type { MouseAction, MouseEvent } from './events.ts';

const BUTTONS = ['left', 'middle', 'right', 'none'] as const;
const WHEELS: readonly MouseAction[] = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'];
const MOTION = 32;
const WHEEL = 64;

/**
 * A report of the mouse. `bits` is the button byte without the offset of the old encodings, `column` and `row` count
 * from 1 as sent; `isRelease` is what SGR 1006 says with a small `m`, the old encodings with button 3.
 */
export function mouseEvent(bits: number, column: number, row: number, isRelease: boolean): MouseEvent {
  const button = (bits & WHEEL) === 0 ? (BUTTONS[bits & 3] ?? 'none') : 'none';
  return {
    type: 'mouse',
    action: actionOf(bits, isRelease),
    button,
    column: Math.max(0, column - 1),
    row: Math.max(0, row - 1),
    shift: (bits & 4) !== 0,
    alt: (bits & 8) !== 0,
    ctrl: (bits & 16) !== 0,
  };
}

function actionOf(bits: number, isRelease: boolean): MouseAction {
  if ((bits & WHEEL) !== 0) return WHEELS[bits & 3] ?? 'wheel-up';
  if ((bits & MOTION) !== 0) return (bits & 3) === 3 ? 'move' : 'drag';
  return isRelease || (bits & 3) === 3 ? 'release' : 'press';
}
