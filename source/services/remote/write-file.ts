import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { ContentSource, WriteOptions } from '../../domain/file-store.ts';
import type { FileNode, Node } from '../../protocol/resources.ts';
import type { ContentTypeOf } from './content-types.ts';
import { undoDetour } from './detour.ts';
import { checkSeen, nodeEntry } from './entries.ts';
import type { FilesApi } from './files-api.ts';
import { findNode } from './find-node.ts';
import { wirePath } from './places.ts';
import type { VolumePlace } from './places.ts';
import { sendContent } from './send-content.ts';
import type { Condition } from './send-content.ts';
import { uploadSource } from './upload-source.ts';
import type { UploadSource } from './upload-source.ts';

export interface Write {
  readonly api: FilesApi;
  readonly place: VolumePlace;
  readonly source: ContentSource;
  readonly options: WriteOptions;
  readonly contentTypeOf: ContentTypeOf;
}

/**
 * Writes a whole file: by its hashes alone where the cloud knows the content, else in one request, else in two. The cloud
 * puts the content in place only when it has all of it; its answer is held against what was sent.
 */
export async function writeFile(write: Write): Promise<Entry> {
  const { api, place, options, source } = write;
  const path = wirePath(place);
  const condition = await checkTaken(write);
  const known = await offerHashes(write);
  if (known !== null) {
    if (source.size !== null) options.onProgress?.(source.size);
    return nodeEntry(known);
  }
  const upload = uploadSource({
    source,
    contentType: await write.contentTypeOf(path),
    onProgress: options.onProgress,
    onStartOver: options.onStartOver,
  });
  const sending = { api, path, upload, signal: options.signal };
  const node = await sendContent({ ...sending, condition });
  await undoDetour({ api, place, node, options });
  if (isWhole(node, upload)) return nodeEntry(node);
  // Whatever happened on the way may not happen again.
  if (source.canReopen) {
    const again = await sendContent({ ...sending, condition: null });
    if (isWhole(again, upload)) return nodeEntry(again);
  }
  throw new AppError('integrity', 'The cloud has not got what was sent', { path, hint: 'Copy the file again' });
}

/**
 * Looks at what stands there, as far as the policy wants it and the caller has not just done so. The answer is asked of
 * the cloud as a condition too: one that knows conditions then leaves no gap between look and write.
 */
async function checkTaken({ api, place, options: { taken, wasFree, signal } }: Write): Promise<Condition | null> {
  if (taken === 'replace') return null;
  const path = wirePath(place);
  if (taken === 'refuse') {
    const isTaken = wasFree !== true && (await findNode(api, path, signal)) !== null;
    if (isTaken) throw new AppError('name-taken', 'Something of that name is there already', { path });
    return { kind: 'nothing-there' };
  }
  const node = await findNode(api, path, signal);
  if (node === null) throw new AppError('changed', 'It is gone since it was seen', { path });
  checkSeen(nodeEntry(node), taken.seen, path);
  if (node.kind !== 'file') throw new AppError('not-a-file', 'A folder of that name is there', { path });
  return node.hash === null ? null : { kind: 'content-is', hash: node.hash };
}

/** Of a hash that is offered it says no more than that: the content is sent then. */
const NOT_KNOWN = { status: 400, meaning: 'content not known there yet' };

/** Magic upload (protocol §2.4): the file if the cloud has this content already, null when the bytes are needed. */
async function offerHashes({ api, place, source, options: { signal } }: Write): Promise<FileNode | null> {
  if (source.hashes === undefined) return null;
  const { hash, magicHash: magic_hash } = source.hashes;
  if (source.expectedHash !== undefined && source.expectedHash !== hash) return null;
  try {
    const node = await api.putNode(wirePath(place), { kind: 'file', hash, magic_hash }, { signal, mayBeNo: NOT_KNOWN });
    await undoDetour({ api, place, node, options: { signal } });
    return node.kind === 'file' && node.hash === hash ? node : null;
  } catch (error) {
    // Refused: the content is not known, or the upload itself will say what is wrong.
    if (isAppError(error) && error.code === 'permission-denied') return null;
    throw error;
  }
}

function isWhole(node: Node, upload: UploadSource): node is FileNode {
  const sent = upload.sent();
  return node.kind === 'file' && sent !== null && node.hash === sent.hash && node.size === sent.size;
}
