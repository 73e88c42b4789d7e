import { formatRate } from '../domain/format.ts';
import type { Settings } from '../domain/settings.ts';

/** A setting that is one of several values; those that are text of any kind are in the file alone. */
export interface SettingField {
  readonly name: Exclude<keyof Settings, 'openWith' | 'bookmarks'>;
  readonly title: string;
  readonly values: readonly (string | number | boolean | null)[];
}

/** What no value means. */
const NOTHING: Readonly<Partial<Record<keyof Settings, string>>> = {
  parallelFiles: 'as many as help',
  bellAfter: 'never',
};

const YES_NO = [true, false] as const;

export const SETTING_FIELDS: readonly SettingField[] = [
  { name: 'keys', title: 'Keys', values: ['mc', 'vim', 'letters'] },
  { name: 'theme', title: 'Theme', values: ['auto', 'dark', 'light', 'terminal', 'contrast'] },
  { name: 'restorePanes', title: 'Open the panes where they were left', values: YES_NO },
  { name: 'showHidden', title: 'Show hidden entries at the start', values: YES_NO },
  { name: 'sortBy', title: 'Sort by', values: ['name', 'size', 'time', 'kind'] },
  { name: 'sortReversed', title: 'Sort backwards', values: YES_NO },
  { name: 'confirmDelete', title: 'Ask before a delete', values: YES_NO },
  { name: 'takenNames', title: 'Taken names', values: ['ask', 'skip', 'keep-both', 'newer', 'overwrite'] },
  { name: 'parallelFiles', title: 'Files at once', values: [null, 1, 2, 4, 8, 16, 32, 64] },
  {
    name: 'bandwidth',
    title: 'Limit of all transfers',
    values: [null, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000],
  },
  { name: 'bellAfter', title: 'Ring after transfers longer than', values: [null, 10, 60, 300] },
  { name: 'mouse', title: 'Mouse (from the next start)', values: YES_NO },
  { name: 'ascii', title: 'ASCII alone (from the next start)', values: YES_NO },
  { name: 'color', title: 'Colours (from the next start)', values: ['auto', 'always', 'never'] },
];

/** The value as a person reads it. */
export function settingWords({ name }: SettingField, settings: Settings): string {
  const value = settings[name];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return NOTHING[name] ?? 'none';
  if (name === 'bandwidth') return formatRate(Number(value));
  return name === 'bellAfter' ? `${String(value)} s` : String(value);
}

/** The change that takes the next or the previous value; one that is set by hand to another counts as the first. */
export function settingStep({ name, values }: SettingField, settings: Settings, step: 1 | -1): Partial<Settings> {
  const at = Math.max(
    0,
    values.findIndex((value) => value === settings[name]),
  );
  return { [name]: values[(at + step + values.length) % values.length] };
}
