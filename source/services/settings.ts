import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { makePrivateFolder } from './private-files.ts';

const bytesPerSecond = v.nullable(v.pipe(v.number(), v.minValue(1024)));

const settingsSchema = {
  /** Which preset of keys. */
  keys: v.picklist(['mc', 'vim', 'letters']),
  showHidden: v.boolean(),
  sortBy: v.picklist(['name', 'size', 'time', 'kind']),
  sortReversed: v.boolean(),
  mouse: v.boolean(),
  color: v.picklist(['auto', 'always', 'never']),
  ascii: v.boolean(),
  bellAfterJobs: v.boolean(),
  /** Files at once; null adapts. */
  parallelFiles: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64))),
  /** Bytes a second for all transfers; null has no limit. */
  bandwidth: bytesPerSecond,
  /** Places by name, as a person writes them, `cloud:` before those of the cloud. */
  bookmarks: v.record(v.string(), v.string()),
} as const;

const wholeSchema = v.object(settingsSchema);

export type Settings = v.InferOutput<typeof wholeSchema>;

export const DEFAULT_SETTINGS: Settings = {
  keys: 'mc',
  showHidden: false,
  sortBy: 'name',
  sortReversed: false,
  mouse: true,
  color: 'auto',
  ascii: false,
  bellAfterJobs: false,
  parallelFiles: null,
  bandwidth: null,
  bookmarks: {},
};

export interface SettingsFile {
  /** What is set, defaults for the rest. */
  readonly settings: () => Settings;
  set(change: Partial<Settings>): void;
  /** What in the file could not be used, one line each, for a notice. */
  readonly problems: readonly string[];
  readonly path: string;
}

/** Opens `settings.json` of this folder (0600 in 0700). A wrong value counts as not set; a broken file is put aside. */
export async function openSettings(folder: string): Promise<SettingsFile> {
  await makePrivateFolder(folder);
  const path = join(folder, 'settings.json');
  // Loaded late: it takes a tenth of a second.
  const { default: Conf } = await import('conf');
  const open = () =>
    new Conf<Record<string, unknown>>({
      cwd: folder,
      configName: 'settings',
      projectSuffix: '',
      configFileMode: 0o600,
    });
  const { file, problem } = await openOrPutAside(open, path);
  const { settings, problems } = pick(file.store);
  let present = settings;
  return {
    settings: () => present,
    set: (change) => {
      file.set(change);
      present = { ...present, ...change };
    },
    problems: problem === null ? problems : [problem, ...problems],
    path,
  };
}

async function openOrPutAside<T>(open: () => T, path: string): Promise<{ file: T; problem: string | null }> {
  try {
    return { file: open(), problem: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const aside = `${path}.broken-${Date.now()}`;
    await rename(path, aside);
    return { file: open(), problem: `The settings could not be read and were put aside as ${aside}` };
  }
}

/** The good values, and words for the others. */
function pick(store: Readonly<Record<string, unknown>>): { settings: Settings; problems: string[] } {
  const good: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(store)) {
    const schema = new Map<string, v.GenericSchema>(Object.entries(settingsSchema)).get(name);
    if (schema === undefined) problems.push(`There is no setting "${name}"`);
    else if (v.is(schema, value)) good[name] = value;
    else problems.push(`The setting "${name}" cannot be ${JSON.stringify(value)}`);
  }
  return { settings: { ...DEFAULT_SETTINGS, ...good }, problems };
}
