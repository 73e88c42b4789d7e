import { randomBytes } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { toDiskPath } from './disk-path.ts';
import { partialName } from './partial-name.ts';

const LARGEST_BLOCK = 1024 * 1024;
const SMALLEST_BLOCK = 4096;
/** Bytes that are written as they are rather than gathered into a block. */
const DIRECT = 256 * 1024;
/** Bytes after which the disk is set to work on what it has, so that the sync at the end has little left to wait for. */
const SYNC_EVERY = 32 * 1024 * 1024;
const BLOCK_OF_UNKNOWN = 256 * 1024;

/** A file growing beside the one it is going to be. */
export interface Aside {
  readonly path: string;
  readonly handle: FileHandle;
}

/** A path beside the target that no one else has. */
export function asidePath(folder: string, name: string): string {
  const tag = randomBytes(5).readUIntBE(0, 5).toString(36).padStart(8, '0');
  return `${folder === '/' ? '' : folder}/${partialName(name, tag)}`;
}

/** Makes the file beside the target. */
export async function openAside(folder: string, name: string, mode: number): Promise<Aside> {
  const path = asidePath(folder, name);
  return { path, handle: await open(toDiskPath(path), 'wx', mode) };
}

/** Closes and removes it; for after a failure, so nothing that goes wrong here is worth a word. */
export async function dropAside(aside: Aside): Promise<void> {
  await aside.handle.close().catch(() => undefined);
  await unlink(toDiskPath(aside.path)).catch(() => undefined);
}

/** Gathers chunks into blocks of up to 1 MiB, and writes one block while the next fills. */
export class BlockWriter {
  readonly #handle: FileHandle;
  readonly #blockSize: number;
  readonly #spare: Buffer[] = [];
  #block: Buffer | null = null;
  #filled = 0;
  #position: number;
  #writing: Promise<void> = Promise.resolve();
  #unsynced = 0;
  #syncing: Promise<void> | null = null;
  /** The system tells a failed sync once: it must not be lost. */
  #syncFailure: unknown = null;

  /** @param whole the bytes the file will have, null when that is not known: a small file needs no big block */
  constructor(handle: FileHandle, position: number, whole: number | null) {
    this.#handle = handle;
    this.#position = position;
    this.#blockSize =
      whole === null ? BLOCK_OF_UNKNOWN : Math.min(LARGEST_BLOCK, Math.max(SMALLEST_BLOCK, whole - position));
  }

  /** Takes the chunk; its memory is free again when this resolves and two more chunks were taken. */
  async push(chunk: Uint8Array): Promise<void> {
    if (chunk.length >= Math.min(DIRECT, this.#blockSize)) {
      await this.#flush();
      await this.#write(chunk, null);
      return;
    }
    for (let at = 0; at < chunk.length;) {
      this.#block ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#blockSize);
      const taken = Math.min(this.#blockSize - this.#filled, chunk.length - at);
      this.#block.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === this.#blockSize) await this.#flush();
    }
  }

  /** Writes what is left and waits for all of it. */
  async end(): Promise<void> {
    await this.#flush();
    await this.#writing;
    await this.#syncing;
    if (this.#syncFailure !== null) throw this.#syncFailure;
  }

  /** Waits for what is being written, whatever comes of it: the handle may only be closed after this. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#syncing;
  }

  async #flush(): Promise<void> {
    const block = this.#block;
    if (block === null || this.#filled === 0) return;
    const bytes = block.subarray(0, this.#filled);
    this.#block = null;
    this.#filled = 0;
    await this.#write(bytes, block);
  }

  /** Waits for the write before this one only: one block is under way at any time. */
  async #write(bytes: Uint8Array, block: Buffer | null): Promise<void> {
    await this.#writing;
    const at = this.#position;
    this.#position += bytes.length;
    this.#writing = this.#writeAll(bytes, at).then(() => {
      if (block !== null) this.#spare.push(block);
      this.#syncBehind(bytes.length);
    });
    // The failure is told by the next wait; this keeps it from counting as nobody's.
    this.#writing.catch(() => undefined);
  }

  #syncBehind(bytes: number): void {
    this.#unsynced += bytes;
    if (this.#unsynced < SYNC_EVERY || this.#syncing !== null) return;
    this.#unsynced = 0;
    this.#syncing = this.#handle
      .datasync()
      .catch((error: unknown) => {
        this.#syncFailure = error;
      })
      .then(() => {
        this.#syncing = null;
      });
  }

  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, position + at);
      at += bytesWritten;
    }
  }
}
