import { constants } from 'node:fs';
import { access, lstat, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import { diskCode } from './disk-error.ts';
import { toDiskPath } from './disk-path.ts';
import { checkSeen, moveEntry } from './move-entry.ts';

/** Names of one kind tried before giving up. */
const MOST_NAMES = 10_000;

/** The trash of the desktop, by the FreeDesktop.org Trash specification 1.0. */
export interface TrashOptions {
  /** `$XDG_DATA_HOME`, or `~/.local/share`: its `Trash` is the one for this user's home disk. */
  readonly dataHome: string;
  readonly userId: number;
  readonly now: () => number;
}

/**
 * Moves a file or folder into the trash of its disk and answers the path there.
 * @throws AppError `unsupported` where its disk has no trash; `changed` when it is not what was seen
 */
export async function putInTrash(path: string, seen: string | undefined, options: TrashOptions): Promise<string> {
  const stats = await lstat(toDiskPath(path));
  checkSeen(path, stats, seen);
  const trash = await trashFor(path, stats.dev, options);
  if (path === trash || path.startsWith(`${trash}/`) || trash.startsWith(`${path}/`)) throw noTrash(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (let number = 1; number < MOST_NAMES; number += 1) {
    const own = number === 1 ? name : `${name}.${number}`;
    const info = infoPath(trash, own);
    if (!(await makeInfo(info, path, options.now()))) continue;
    try {
      await rename(toDiskPath(path), toDiskPath(`${trash}/files/${own}`));
      return `${trash}/files/${own}`;
    } catch (error) {
      await unlink(toDiskPath(info));
      throw error;
    }
  }
  throw noTrash(path);
}

/** Puts back what lies in a trash, never over anything. */
export async function takeFromTrash(trashed: string, to: string): Promise<void> {
  await moveEntry(trashed, to, {});
  const [trash = '', name = ''] = trashed.split(/\/files\/(?=[^/]+$)/);
  await rm(toDiskPath(infoPath(trash, name)), { force: true });
}

function infoPath(trash: string, name: string): string {
  return `${trash}/info/${name}.trashinfo`;
}

/** The home trash for what lies on its disk; else the user's own at the top of the disk. */
async function trashFor(path: string, device: number, { dataHome, userId }: TrashOptions): Promise<string> {
  const home = `${dataHome}/Trash`;
  // Where there is no data folder there is no desktop either.
  if ((await stat(dataHome).catch(() => null))?.dev === device) return prepared(home, path);
  const top = await topOf(path, device);
  return prepared(`${top === '/' ? '' : top}/.Trash-${userId}`, path);
}

async function topOf(path: string, device: number): Promise<string> {
  let top = path;
  for (let at = path; at !== '/';) {
    at = at.slice(0, at.lastIndexOf('/')) || '/';
    if ((await stat(toDiskPath(at))).dev !== device) break;
    top = at;
  }
  return top;
}

/** A trash that is someone's link, or cannot be made, is none. */
async function prepared(trash: string, path: string): Promise<string> {
  try {
    for (const folder of [trash, `${trash}/files`, `${trash}/info`]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await lstat(folder)).isDirectory()) throw noTrash(path);
      await access(folder, constants.W_OK);
    }
    return trash;
  } catch {
    throw noTrash(path);
  }
}

/** False when the name is taken; made exclusively, so that two who throw away at once do not meet. */
async function makeInfo(info: string, path: string, now: number): Promise<boolean> {
  try {
    const handle = await open(toDiskPath(info), 'wx', 0o600);
    await handle.writeFile(`[Trash Info]\nPath=${encodePath(path)}\nDeletionDate=${localTime(now)}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if (diskCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Percent-encoded bytes, as the specification says (RFC 2396, section 2), slashes kept. */
function encodePath(path: string): string {
  const bytes = toDiskPath(path);
  let text = '';
  for (const byte of typeof bytes === 'string' ? Buffer.from(bytes) : bytes) {
    const character = String.fromCharCode(byte);
    text += /[A-Za-z0-9\-_.!~*'()/]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** `YYYY-MM-DDThh:mm:ss` in the user's time zone. */
function localTime(now: number): string {
  const zone = new Date(now).getTimezoneOffset() * 60_000;
  return new Date(now - zone).toISOString().slice(0, 19);
}

function noTrash(path: string): AppError {
  return new AppError('unsupported', 'There is no trash for this place', { path });
}
