import { statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { createRegistry, type Registry } from '../commands/registry.ts';
import type { Settings } from '../domain/settings.ts';
import { makePrivateFolder } from '../services/private-files.ts';
import { openSettings, PREFERENCE_FILES, readKeyFile, readSettings } from '../services/settings.ts';

/** An editor writes a file in several steps; this many milliseconds after the last one it is read. */
const CALM = 100;

/** What a person has set: the settings, and the commands with their keys. */
export interface Preferences {
  readonly settings: Settings;
  readonly registry: Registry;
  /** What in the two files could not be used, one sentence each. */
  readonly problems: readonly string[];
}

/** Reads both files of the folder; settings that are no JSON are put aside at the start alone. */
export function readPreferences(folder: string, read: typeof readSettings = openSettings): Preferences {
  const { settings, problems } = read(folder);
  const { text, problem } = readKeyFile(folder);
  const registry = createRegistry({ preset: settings.keys, file: text });
  return { settings, registry, problems: [...problems, ...(problem === null ? [] : [problem]), ...registry.problems] };
}

/** Reads the files anew whenever one of them changes. Where the folder can be neither made nor watched, they are not followed. */
export function followPreferences(folder: string, onChange: (preferences: Preferences) => void): () => void {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let seen = stampOf(folder);
  const look = (): void => {
    const stamp = stampOf(folder);
    if (stamp === seen) return;
    seen = stamp;
    onChange(readPreferences(folder, readSettings));
  };
  const lookSoon = (_?: string, name: string | null = null): void => {
    if (name !== null && !PREFERENCE_FILES.includes(name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, CALM);
  };
  const follow = async (): Promise<void> => {
    await makePrivateFolder(folder);
    if (stop.signal.aborted) return;
    watch(folder, { persistent: false, signal: stop.signal }, lookSoon).on('error', () => undefined);
    // They may have changed before anybody watched.
    lookSoon();
  };
  follow().catch(() => undefined);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

/** Tells one state of the files from another. */
function stampOf(folder: string): string {
  return PREFERENCE_FILES.map((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found === undefined ? 'none' : `${found.ino} ${found.mtimeMs} ${found.size}`;
  }).join(', ');
}
