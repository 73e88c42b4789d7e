import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Node } from '../../protocol/resources.ts';
import { buildContentPath, buildRoute } from '../../protocol/routes.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { FilesApi, UploadOptions } from './files-api.ts';
import { findNode } from './find-node.ts';
import type { UploadSource } from './upload-source.ts';

/** What must be so for the content to be taken. A cloud that knows no conditions takes it anyway. */
export type Condition = { readonly kind: 'nothing-there' } | { readonly kind: 'content-is'; readonly hash: string };

export interface Sending {
  readonly api: FilesApi;
  readonly path: string;
  readonly upload: UploadSource;
  readonly condition: Condition | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends content in one request, or where the cloud wants the metadata first, in two (protocol §6 #15).
 * @throws AppError `name-taken` or `changed` when the condition does not hold, `not-a-file` when a folder is there
 */
export async function sendContent(sending: Sending): Promise<Node> {
  const { api, path, upload, condition, signal } = sending;
  let wasRetried = false;
  const onRetry = (): void => {
    wasRetried = true;
  };
  try {
    const options: UploadOptions = { signal, onRetry, headers: conditionHeaders(condition) };
    return await api.upload(buildRoute({ name: 'content', path }), path, upload.body, options);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.status === 412) return settleCondition(sending, wasRetried);
    if (!canTryInTwo(error, upload)) throw await explainRefusal(error, { api, path, wanted: 'file', signal });
  }
  return sendInTwo(sending);
}

async function sendInTwo({ api, path, upload, signal }: Sending): Promise<Node> {
  const made = await api.putNode(path, { kind: 'file' }, { signal });
  if (made.kind !== 'file') throw new AppError('not-a-file', 'A folder of that name is there', { path });
  try {
    return await api.upload(buildContentPath(made.content_path), path, upload.body, { signal });
  } catch (error) {
    // What was made for this upload alone goes again, so that no empty file stays behind.
    if (made.hash === null && made.generation === made.generation_created) await api.removeNode(path).catch(() => {});
    throw error;
  }
}

function canTryInTwo({ code }: AppError, upload: UploadSource): boolean {
  if (code !== 'not-found' && code !== 'unsupported') return false;
  return upload.body.canReopen || !upload.wasOpened();
}

/** The standard's own words for it (RFC 9110 §13.1); the tag of a content is the hex of its hash. */
function conditionHeaders(condition: Condition | null): Record<string, string> {
  if (condition === null) return {};
  if (condition.kind === 'nothing-there') return { 'if-none-match': '*' };
  return { 'if-match': `"${condition.hash.replace(/^sha1:/, '')}"` };
}

/** The condition did not hold: unless it was a lost try of ours that made it so, somebody else was faster. */
async function settleCondition({ api, path, upload, condition, signal }: Sending, wasRetried: boolean): Promise<Node> {
  const node = wasRetried ? await findNode(api, path, signal) : null;
  if (node?.kind === 'file' && node.hash === upload.sent()?.hash) return node;
  if (condition?.kind === 'nothing-there') {
    throw new AppError('name-taken', 'Something of that name is there already', { path, status: 412 });
  }
  throw new AppError('changed', 'It changed since it was seen', {
    path,
    status: 412,
    hint: 'Look at it again, then repeat',
  });
}
