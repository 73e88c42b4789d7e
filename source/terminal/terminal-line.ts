import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';
import type { TerminalOutput } from './screen-modes.ts';

/** A tty's handle as Node keeps it; a stream of another kind has none. */
interface Handle {
  readonly setBlocking?: (isBlocking: boolean) => void;
}

const CANCEL_SEQUENCE = '\u0018';
const MAX_TRIES = 200;

/**
 * The way to the terminal, watched for how fast it drains. Node makes a tty's output block the whole program; here it does not,
 * so that keys are read while a slow line is still busy with the last picture.
 */
export class TerminalLine {
  bytesWritten = 0;
  readonly #output: TerminalOutput;
  readonly #onFree: () => void;
  #underWay = 0;
  #isWanted = false;
  #waiting: (() => void)[] = [];
  #isUnblocked = false;
  #isGone = false;

  /** `onFree` is called once all is taken, when `wantFree` was. */
  constructor(output: TerminalOutput, onFree: () => void) {
    this.#output = output;
    this.#onFree = onFree;
  }

  /** True when the terminal has taken everything. The stream knows it before its callbacks say so. */
  get isFree(): boolean {
    return this.#underWay === 0 || this.#output.writableLength === 0;
  }

  /** Asks for a call once all is taken. */
  wantFree(): void {
    this.#isWanted = true;
  }

  write(text: string): void {
    if (this.#isGone) return;
    this.#unblock();
    this.#underWay += 1;
    this.bytesWritten += Buffer.byteLength(text);
    this.#output.write(text, () => this.#taken());
  }

  /** Calls back once everything written so far is taken. */
  whenTaken(callback: () => void): void {
    if (this.#underWay === 0) callback();
    else this.#waiting.push(callback);
  }

  /** Writes before it returns, past what is still under way; a sequence that was cut is cancelled first. */
  writeNow(text: string): void {
    const bytes = Buffer.from((this.isFree ? '' : CANCEL_SEQUENCE) + text);
    this.bytesWritten += bytes.length;
    const { fd } = this.#output;
    if (fd === undefined) this.#output.write(bytes);
    else writeAll(fd, bytes);
  }

  #taken(): void {
    this.#underWay -= 1;
    if (this.#underWay > 0) return;
    if (this.#isWanted) {
      this.#isWanted = false;
      this.#onFree();
    }
    // What waits for everything waits for the picture that was held back, too.
    if (this.#underWay === 0) for (const callback of this.#waiting.splice(0)) callback();
  }

  /** A terminal that has gone (its window closed, the connection cut) is written to no more; that is no error here. */
  readonly #gone = (): void => {
    this.#isGone = true;
  };

  #unblock(): void {
    if (this.#isUnblocked) return;
    this.#isUnblocked = true;
    this.#output.on('error', this.#gone);
    (this.#output as { readonly _handle?: Handle | null })._handle?.setBlocking?.(false);
  }
}

/** The terminal may be slow or gone; a person who waits for the prompt is served best by a short patience. */
function writeAll(fd: number, bytes: Buffer): void {
  let at = 0;
  for (let tries = 0; at < bytes.length && tries < MAX_TRIES; tries += 1) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
