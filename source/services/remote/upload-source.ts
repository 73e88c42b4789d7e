import { createHash } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import type { ContentSource } from '../../domain/file-store.ts';
import { contentHash } from '../../protocol/content-hash.ts';
import type { UploadBody } from '../http/upload-body.ts';

export interface UploadSource {
  readonly body: UploadBody;
  /** Hash and bytes of the last try that sent all; null when none did. */
  readonly sent: () => { readonly hash: string; readonly size: number } | null;
  /** True once a byte was taken, after which a source that opens once is of no more use. */
  readonly wasOpened: () => boolean;
}

export interface UploadSourceOptions {
  readonly source: ContentSource;
  readonly contentType: string;
  /** As `WriteOptions.onProgress`. */
  readonly onProgress: ((bytes: number) => void) | undefined;
  readonly onStartOver: (() => void) | undefined;
}

/** A content source as a request's body, hashed on its way; each try takes back the progress of the one before. */
export function uploadSource({ source, contentType, onProgress, onStartOver }: UploadSourceOptions): UploadSource {
  let told = 0;
  let wasOpened = false;
  let sent: { hash: string; size: number } | null = null;
  return {
    body: { size: source.size, contentType, canReopen: source.canReopen, open, whole, onSent },
    sent: () => sent,
    wasOpened: () => wasOpened,
  };

  function onSent(bytes: number): void {
    if (bytes !== told) onProgress?.(bytes - told);
    told = bytes;
  }

  async function* open(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
    const digest = createHash('sha1');
    let taken = 0;
    begin();
    for await (const chunk of source.open(signal)) {
      digest.update(chunk);
      taken += chunk.byteLength;
      yield chunk;
    }
    end(`sha1:${digest.digest('hex')}`, taken);
  }

  async function whole(signal: AbortSignal | undefined): Promise<Uint8Array | null> {
    const bytes = (await source.whole?.(signal)) ?? null;
    if (bytes === null) return null;
    begin();
    end(contentHash(bytes), bytes.byteLength);
    return bytes;
  }

  function begin(): void {
    onSent(0);
    if (wasOpened) onStartOver?.();
    wasOpened = true;
  }

  function end(hash: string, size: number): void {
    if (source.expectedHash !== undefined && source.expectedHash !== hash) {
      throw new AppError('integrity', 'The content is not what it should be', { hint: 'Try again' });
    }
    sent = { hash, size };
  }
}
