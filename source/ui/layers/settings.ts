import { SETTING_FIELDS, settingWords } from '../../commands/setting-fields.ts';
import type { Registry } from '../../commands/registry.ts';
import type { AppState } from '../../state/app-state.ts';
import { spread, wrap } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { hintLines } from './hints.ts';
import { rowsAround } from './rows-around.ts';

type Line = readonly Span[];

const WIDTH = 64;
const MOST_PROBLEMS = 8;
/** Settings that show below them, however many they are. */
const FEWEST_ROWS = 3;

/** The settings with their values, below what is wrong in their files. */
export function settingsContent(
  cursor: number,
  state: AppState,
  registry: Registry,
  room: { readonly width: number; readonly height: number },
): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const rows = SETTING_FIELDS.map((field, at): Line => {
    const value = settingWords(field, state.settings);
    const isUnder = at === cursor;
    const text = spread(`${isUnder ? '> ' : '  '}${field.title}`, isUnder ? `‹ ${value} ›` : `${value}  `, width);
    return [{ text, look: isUnder ? 'cursor' : 'plain' }];
  });
  const hints = hintLines(
    registry,
    [
      ['settings-next', 'changes it'],
      ['settings-file', 'edits the file'],
      ['settings-keys', 'the keys'],
      ['settings-close', 'closes'],
    ],
    width,
  );
  const left = room.height - hints.length - 1;
  const top = problemLines(state.settingsProblems, { width, most: Math.min(MOST_PROBLEMS, left - FEWEST_ROWS) });
  return { title: 'Settings', width, lines: [...top, ...rowsAround(rows, cursor, left - top.length), [], ...hints] };
}

/** As many of them as there is room for, each whole, and where the others are told. */
function problemLines(
  problems: readonly string[],
  { width, most }: { readonly width: number; readonly most: number },
): readonly Line[] {
  const wrapped = problems.map((problem) => wrap(`! ${problem}`, width));
  const whole: string[] = [];
  let told = 0;
  for (const lines of wrapped) {
    const isLast = told === problems.length - 1;
    if (whole.length + lines.length > most - (isLast ? 0 : 1)) break;
    whole.push(...lines);
    told += 1;
  }
  const rest = problems.length - told;
  const more =
    rest === 0 ? [] : wrap(`! ${told === 0 ? `${rest} wrong` : `and ${rest} more`}: u1file keys tells all`, width);
  return [...whole, ...more].map((text): Line => [{ text, look: 'warning' }]);
}
