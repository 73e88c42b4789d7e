import type { CallOptions } from '../../domain/file-store.ts';
import {
  decodeFields,
  decodeNode,
  decodeNodes,
  decodeQuota,
  decodeUser,
  decodeVolume,
  decodeVolumes,
  decodeVolumeWithDelta,
} from '../../protocol/resources.ts';
import type { Node, NodeChange, QuotaAnswer, User, Volume, VolumeWithDelta } from '../../protocol/resources.ts';
import { buildContentPath, buildRoute } from '../../protocol/routes.ts';
import type { UploadBody } from '../http/upload-body.ts';
import type { ExpectedNo, StreamAnswer, WireRequest } from '../http/wire-request.ts';
import type { HttpClient } from '../http/client.ts';

export interface UploadOptions extends CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Told when a try failed and another follows. */
  readonly onRetry?: () => void;
}

/** For calls that only ask whether something is so. */
export interface AskOptions extends CallOptions {
  /** As `WireRequest.mayBeNo`. */
  readonly mayBeNo?: ExpectedNo;
}

export interface DownloadOptions extends CallOptions {
  /** First and last byte, inclusive, the last one open; all of it when absent. */
  readonly range?: { readonly from: number; readonly to?: number | undefined } | undefined;
  /** As those of `WireRequest`. */
  readonly isBulk?: boolean;
  readonly isSmall?: boolean;
}

/** What has fields to tell; paths have the volume first. */
export type FieldsOf = { readonly name: 'user' } | { readonly name: 'volume' | 'node'; readonly path: string };

/** The calls of the Files API, one method each. Paths have the volume first (`Ubuntu One/a.txt`). */
export interface FilesApi {
  user(options?: CallOptions): Promise<User>;
  /** The account, a volume or a node as it is on the wire, the fields unknown here too. */
  fields(of: FieldsOf, options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  quota(options?: CallOptions): Promise<QuotaAnswer>;
  volumes(options?: CallOptions): Promise<Volume[]>;
  volume(name: string, options?: CallOptions): Promise<Volume>;
  /** Every node that changed after that generation, the dead ones too (protocol §2.3). */
  delta(name: string, fromGeneration: number, options?: CallOptions): Promise<VolumeWithDelta>;
  makeVolume(name: string, options?: CallOptions): Promise<Volume>;
  removeVolume(name: string, options?: CallOptions): Promise<void>;
  node(path: string, options?: AskOptions): Promise<Node>;
  /** A directory with its children, as bytes: it may be large. */
  listing(path: string, options?: CallOptions): Promise<StreamAnswer>;
  /** All published files of the account. */
  publicFiles(options?: CallOptions): Promise<Node[]>;
  /** Creates, or publishes: what may be repeated. */
  putNode(path: string, change: NodeChange, options?: AskOptions): Promise<Node>;
  /** Moves to a path within the volume. A second time would fail, so it is done once. */
  moveNode(path: string, target: string, options?: CallOptions): Promise<Node>;
  removeNode(path: string, options?: CallOptions): Promise<void>;
  /** Puts content at an escaped path under the content root; `path` is for words. */
  upload(target: string, path: string, body: UploadBody, options?: UploadOptions): Promise<Node>;
  /** Gets content from a `content_path` as the cloud gave it. */
  download(contentPath: string, path: string, options?: DownloadOptions): Promise<StreamAnswer>;
}

/** The Files API (protocol §2) over a client, which signs, tries again and turns refusals into errors. */
export function createFilesApi(client: HttpClient): FilesApi {
  const get = { method: 'GET', base: 'api', canRepeat: true } as const;
  const put = { method: 'PUT', base: 'api', canRepeat: true } as const;
  const node = (path: string) => ({ target: buildRoute({ name: 'node', path }), path });
  const volume = (path: string) => ({ target: buildRoute({ name: 'volume', path }), path });
  const fixed = (name: 'user' | 'quota' | 'volumes' | 'public-files', path: string) => ({
    target: buildRoute({ name }),
    path,
  });
  return {
    user: async (options) => (await client.json({ ...get, ...fixed('user', 'account'), ...options }, decodeUser)).value,
    fields: async (of, options) => {
      const path = of.name === 'user' ? 'account' : of.path;
      return (await client.json({ ...get, target: buildRoute(of), path, ...options }, decodeFields)).value;
    },
    quota: async (options) =>
      (await client.json({ ...get, ...fixed('quota', 'quota'), ...options }, decodeQuota)).value,
    volumes: async (options) =>
      (await client.json({ ...get, ...fixed('volumes', 'volumes'), ...options }, decodeVolumes)).value,
    volume: async (name, options) => (await client.json({ ...get, ...volume(name), ...options }, decodeVolume)).value,
    delta: async (name, fromGeneration, options) => {
      const target = buildRoute({ name: 'volume', path: name }, [
        ['delta', 'true'],
        ['from_generation', String(fromGeneration)],
      ]);
      return (await client.json({ ...get, target, path: name, ...options }, decodeVolumeWithDelta)).value;
    },
    makeVolume: async (name, options) =>
      (await client.json({ ...put, ...volume(name), ...options }, decodeVolume)).value,
    removeVolume: async (name, options) => removeAt(client, { ...volume(name), ...options }),
    node: async (path, options) =>
      (await client.json({ ...get, ...node(path), isSmall: true, ...options }, decodeNode)).value,
    listing: async (path, options) => {
      const target = buildRoute({ name: 'node', path }, [['include_children', 'true']]);
      return client.stream({ ...get, target, path, ...options });
    },
    publicFiles: async (options) =>
      (await client.json({ ...get, ...fixed('public-files', 'public files'), ...options }, decodeNodes)).value,
    putNode: async (path, json, options) =>
      (await client.json({ ...put, ...node(path), json, isSmall: true, ...options }, decodeNode)).value,
    moveNode: async (path, target, options) =>
      (await client.json({ ...put, ...node(path), canRepeat: false, json: { path: target }, ...options }, decodeNode))
        .value,
    removeNode: async (path, options) => removeAt(client, { ...node(path), ...options }),
    upload: async (target, path, upload, options) =>
      (await client.json({ ...put, base: 'content', target, path, upload, isSmall: true, ...options }, decodeNode))
        .value,
    download: async (contentPath, path, { range, isBulk = false, isSmall = false, signal } = {}) => {
      const headers = range === undefined ? {} : { range: `bytes=${range.from}-${range.to ?? ''}` };
      const target = buildContentPath(contentPath);
      return client.stream({ ...get, base: 'content', target, path, headers, isBulk, isSmall, signal });
    },
  };
}

/** Deletes; a 404 after a try whose answer was lost means that the try had worked. */
async function removeAt(client: HttpClient, request: Pick<WireRequest, 'target' | 'path' | 'signal'>): Promise<void> {
  let wasRetried = false;
  const answer = await client
    .stream({
      ...request,
      method: 'DELETE',
      base: 'api',
      canRepeat: true,
      onRetry: () => {
        wasRetried = true;
      },
    })
    .catch((error: unknown) => {
      if (wasRetried && isNotFound(error)) return null;
      throw error;
    });
  // The answer says nothing (`null`, or an empty body), but the connection wants it read.
  if (answer !== null) for await (const _chunk of answer.body);
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'not-found';
}
