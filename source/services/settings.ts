import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { COLOR_CHOICES, DEFAULT_SETTINGS, THEME_CHOICES, type Settings } from '../domain/settings.ts';
import { withFileLock } from './file-lock.ts';
import { makePrivateFolder } from './private-files.ts';

const SETTINGS_FILE = 'settings.json';
export const KEY_FILE = 'keys.conf';
/** The files of this folder that hold what a person has set. */
export const PREFERENCE_FILES: readonly string[] = [SETTINGS_FILE, KEY_FILE];

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
  takenNames: v.picklist(['ask', 'skip', 'keep-both', 'newer', 'resume', 'overwrite']),
  parallelFiles: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64))),
  bandwidth: v.nullable(v.pipe(v.number(), v.minValue(1024))),
  editor: v.nullable(v.string()),
  openWith: v.record(v.string(), v.string()),
} as const satisfies { readonly [Name in keyof Settings]: v.GenericSchema<unknown, Settings[Name]> };

export interface SettingsRead {
  /** What is set, defaults for the rest. */
  readonly settings: Settings;
  /** What in the file could not be used, one sentence each, with the line. */
  readonly problems: readonly string[];
}

/**
 * Reads `settings.json` of this folder; no file is no problem. A wrong value counts as not set and stays in the file, as
 * does a name that means nothing here: another version may know it. What is no JSON is left alone and told: somebody may
 * be writing it. Synchronous: the first picture waits for it.
 */
export function readSettings(folder: string): SettingsRead {
  const path = settingsPath(folder);
  try {
    return pick(readObject(path));
  } catch (error) {
    if (isMissing(error)) return { settings: DEFAULT_SETTINGS, problems: [] };
    const words = error instanceof Error ? error.message : String(error);
    return { settings: DEFAULT_SETTINGS, problems: [`${path} could not be read: ${words}`] };
  }
}

/** As `readSettings`, but a file that is no JSON is put aside and told with its path: for the start. */
export function openSettings(folder: string, now = new Date()): SettingsRead {
  const problem = putAsideIfBroken(folder, now);
  const read = readSettings(folder);
  return problem === null ? read : { ...read, problems: [problem] };
}

export interface KeyFile {
  readonly text: string;
  /** Why it could not be read; null when all is well. */
  readonly problem: string | null;
}

/** The text of `keys.conf` in this folder, which binds keys to commands; empty where there is none. */
export function readKeyFile(folder: string): KeyFile {
  try {
    return { text: readFileSync(join(folder, KEY_FILE), 'utf8'), problem: null };
  } catch (error) {
    if (isMissing(error)) return { text: '', problem: null };
    return {
      text: '',
      problem: `${KEY_FILE} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/**
 * Writes these into `settings.json` (0600 in 0700), whole or not at all; what else is in it stays, also what other
 * programs write. Answers what is to be told where the file was no JSON and was put aside.
 */
export async function changeSettings(folder: string, change: Partial<Settings>): Promise<string | null> {
  await makePrivateFolder(folder);
  // Loaded late: it takes a tenth of a second.
  const { default: Conf } = await import('conf');
  return withFileLock(settingsPath(folder), async () => {
    const problem = putAsideIfBroken(folder, new Date());
    new Conf<Record<string, unknown>>({
      cwd: folder,
      configName: 'settings',
      projectSuffix: '',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    }).set(change);
    return problem;
  });
}

/** The file of the settings in the program's folder for them. */
export function settingsPath(folder: string): string {
  return join(folder, SETTINGS_FILE);
}

/** Puts a file that is no JSON aside and answers the sentence that tells it; null when there was nothing to do. */
function putAsideIfBroken(folder: string, now: Date): string | null {
  const path = settingsPath(folder);
  try {
    readObject(path);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) return null;
    const aside = `${path}.broken-${now.toISOString().replaceAll(':', '-').slice(0, 19)}`;
    renameSync(path, aside);
    return `The settings are broken and were put aside as ${aside}: ${error.message}`;
  }
}

interface SettingsText {
  readonly value: object;
  readonly text: string;
}

function readObject(path: string): SettingsText {
  const text = readFileSync(path, 'utf8');
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value, text };
  throw new SyntaxError('it holds no object');
}

/** The good values, and words for the others. */
function pick({ value, text }: SettingsText): SettingsRead {
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
