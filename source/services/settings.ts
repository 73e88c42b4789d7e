import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { COLOR_CHOICES, DEFAULT_SETTINGS, THEME_CHOICES, type Settings } from '../domain/settings.ts';
import { makePrivateFolder } from './private-files.ts';

const schemas = {
  keys: v.picklist(['mc', 'vim', 'letters']),
  theme: v.picklist(THEME_CHOICES),
  color: v.picklist(COLOR_CHOICES),
  ascii: v.boolean(),
  mouse: v.boolean(),
  bellAfter: v.nullable(v.pipe(v.number(), v.minValue(0))),
  restorePanes: v.boolean(),
  showHidden: v.boolean(),
  sortBy: v.picklist(['name', 'size', 'time', 'kind']),
  sortReversed: v.boolean(),
  confirmDelete: v.boolean(),
  takenNames: v.picklist(['ask', 'skip', 'keep-both', 'newer', 'overwrite']),
  parallelFiles: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64))),
  bandwidth: v.nullable(v.pipe(v.number(), v.minValue(1024))),
  editor: v.nullable(v.string()),
  openWith: v.record(v.string(), v.string()),
  bookmarks: v.record(v.string(), v.string()),
} as const satisfies { readonly [Name in keyof Settings]: v.GenericSchema<unknown, Settings[Name]> };

export interface SettingsRead {
  /** What is set, defaults for the rest. */
  readonly settings: Settings;
  /** What in the file could not be used, one sentence each, with the line. */
  readonly problems: readonly string[];
}

/**
 * Reads `settings.json` of this folder; no file is no problem. A wrong value counts as not set and stays in the file, as
 * does a name that means nothing here: another version may know it. A file that is no JSON is put aside. Synchronous: the
 * first picture waits for it.
 */
export function readSettings(folder: string, now = new Date()): SettingsRead {
  const path = settingsPath(folder);
  try {
    const text = readFileSync(path, 'utf8');
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return pick(value, text);
    return putAside(path, 'it holds no object', now);
  } catch (error) {
    if (error instanceof SyntaxError) return putAside(path, error.message, now);
    if (isMissing(error)) return { settings: DEFAULT_SETTINGS, problems: [] };
    const words = error instanceof Error ? error.message : String(error);
    return { settings: DEFAULT_SETTINGS, problems: [`The settings could not be read: ${words}`] };
  }
}

/** Writes these into `settings.json` (0600 in 0700), whole or not at all; what else is in it stays. */
export async function changeSettings(folder: string, change: Partial<Settings>): Promise<void> {
  await makePrivateFolder(folder);
  // Loaded late: it takes a tenth of a second.
  const { default: Conf } = await import('conf');
  new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: 'settings',
    projectSuffix: '',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  }).set(change);
}

/** The file of the settings in the program's folder for them. */
export function settingsPath(folder: string): string {
  return join(folder, 'settings.json');
}

function putAside(path: string, reason: string, now: Date): SettingsRead {
  const aside = `${path}.broken-${now.toISOString().replaceAll(':', '-').slice(0, 19)}`;
  renameSync(path, aside);
  return {
    settings: DEFAULT_SETTINGS,
    problems: [`The settings are broken and were put aside as ${aside}: ${reason}`],
  };
}

/** The good values, and words for the others. */
function pick(value: object, text: string): SettingsRead {
  const good: Record<string, unknown> = {};
  const problems: string[] = [];
  const known = new Map<string, v.GenericSchema>(Object.entries(schemas));
  for (const [name, setting] of Object.entries(value)) {
    const schema = known.get(name);
    const where = `settings.json line ${lineOf(name, text)}`;
    if (schema === undefined) problems.push(`${where}: there is no setting "${name}"`);
    else if (v.is(schema, setting)) good[name] = setting;
    else problems.push(`${where}: "${name}" cannot be ${JSON.stringify(setting)}`);
  }
  return { settings: { ...DEFAULT_SETTINGS, ...good }, problems };
}

/** The line, from 1, on which the key stands; of two of the same name the last counts, as for JSON. */
function lineOf(name: string, text: string): number {
  const at = Math.max(0, text.lastIndexOf(JSON.stringify(name)));
  return text.slice(0, at).split('\n').length;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
