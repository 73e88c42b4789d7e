import { isAppError } from '../../../domain/app-error.ts';
import type { AppError } from '../../../domain/app-error.ts';
import { formatBytes } from '../../../domain/format.ts';
import type { Answer } from '../../http/call.ts';
import { findNode } from '../../rules/nodes/find.ts';
import { placeAddress } from '../addresses.ts';
import { checkToken } from '../browser.ts';
import { readMultipart } from '../multipart.ts';
import { noticeCookie, quoted } from '../notice.ts';
import type { Notice } from '../notice.ts';
import { doneAnswer, goTo } from '../page-answer.ts';
import { isGone } from '../page-call.ts';
import type { Visit } from '../page-call.ts';
import { storeUpload } from '../store-upload.ts';

/** What became of the files of a form. */
interface Tally {
  readonly stored: string[];
  /** Of those that came under another name, in words. */
  readonly renamed: string[];
  readonly faults: string[];
}

/**
 * Takes files while they arrive. Each is stored by itself: that one of them does not fit keeps none of the others away.
 * The token is the form's first field, so without it not a byte of a file is taken.
 */
export async function upload(visit: Visit): Promise<Answer> {
  const { context, account, browser, path, request } = visit;
  await context.metadata.read((tx) => findNode(tx, account.id, path));
  const fields = new Map<string, string>();
  const tally: Tally = { stored: [], renamed: [], faults: [] };
  const checkFields = () => checkToken(browser, fields.get('token') ?? null);
  await readMultipart(visit, {
    field: (name, value) => void fields.set(name, value),
    file: async (name, bytes) => {
      checkFields();
      if (name !== '') await takeFile(visit, { name, bytes, replaces: fields.get('replace') === 'yes' }, tally);
    },
  });
  checkFields();
  visit.setCookie(noticeCookie(tell(tally)));
  return request.headers['x-requested-with'] === 'u1file' ? doneAnswer() : goTo(placeAddress(path));
}

interface ArrivingFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly replaces: boolean;
}

async function takeFile(visit: Visit, file: ArrivingFile, { stored, renamed, faults }: Tally): Promise<void> {
  try {
    const name = await storeUpload(visit, file);
    stored.push(name);
    if (name !== file.name) renamed.push(`${quoted(file.name)} was there already; the new one is ${quoted(name)}.`);
  } catch (error) {
    if (!isAppError(error) || isGone(visit.request)) throw error;
    faults.push(`${quoted(file.name)} is not uploaded: ${inWords(error, visit)}`);
  }
}

function inWords(error: AppError, { account }: Visit): string {
  if (error.code === 'out-of-space')
    return `it does not fit, ${formatBytes(Math.max(0, account.max_bytes - account.used_bytes))} are free.`;
  if (error.code === 'not-a-file') return 'there is a folder of that name.';
  return error.message;
}

function tell({ stored, renamed, faults }: Tally): Notice {
  if (stored.length === 0 && faults.length === 0) return { tone: 'fault', lines: ['No file was chosen.'] };
  const [only = ''] = stored;
  const counted = stored.length === 1 ? `${quoted(only)} is uploaded.` : `${stored.length} files are uploaded.`;
  const lines = stored.length === 0 ? [] : [counted];
  return { tone: faults.length > 0 ? 'fault' : 'done', lines: [...faults, ...lines, ...renamed] };
}
