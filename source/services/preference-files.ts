import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreferenceFile } from '../domain/settings.ts';
import { makePrivateFolder } from './private-files.ts';
import { KEY_FILE, readSettings, settingsPath } from './settings.ts';

const KEYS_TEXT = `# One command a line, its keys behind it: copy = Ctrl-Y F5
# "none" leaves it without a key. u1file keys tells what a key sends; docs/keys.md has the names of the commands.
`;

/** The path of one of the files in this folder, to be edited by hand; one that is missing is made: all settings as they are, or no key. */
export async function makePreferenceFile(folder: string, file: PreferenceFile): Promise<string> {
  await makePrivateFolder(folder);
  const path = file === 'settings' ? settingsPath(folder) : join(folder, KEY_FILE);
  const text = file === 'settings' ? `${JSON.stringify(readSettings(folder).settings, null, 2)}\n` : KEYS_TEXT;
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return path;
}
