import { SETTING_FIELDS, settingWords } from '../../commands/setting-fields.ts';
import type { Registry } from '../../commands/registry.ts';
import type { AppState } from '../../state/app-state.ts';
import { spread, wrap } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { hintLines } from './hints.ts';
import { rowsAround } from './rows-around.ts';

type Line = readonly Span[];

const WIDTH = 64;
const MOST_PROBLEMS = 4;

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
  const problems = state.settingsProblems
    .flatMap((problem) => wrap(`! ${problem}`, width))
    .slice(0, MOST_PROBLEMS)
    .map((text): Line => [{ text, look: 'warning' }]);
  const left = room.height - hints.length - 1;
  const top = left - problems.length > 3 ? problems : [];
  return { title: 'Settings', width, lines: [...top, ...rowsAround(rows, cursor, left - top.length), [], ...hints] };
}
