import type { AppError } from '../../domain/app-error.ts';
import type { FailedAnswer } from '../../protocol/wire-error.ts';
import type { BaseName } from './bases.ts';
import type { UploadBody } from './upload-body.ts';

/** The status that is an answer as good as any: it was only asked whether something is so. */
export interface ExpectedNo {
  readonly status: number;
  /** What it says then, where that is not what the status means. */
  readonly meaning?: string;
}

/** One request as the stores ask for it. */
export interface WireRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly base: BaseName;
  /** Escaped path and query, to be put after the base. */
  readonly target: string;
  /** What it is about as a person writes it, for the record. */
  readonly path: string;
  /** True for what may be done twice: then it is tried again when the fault may pass (protocol §3.6). */
  readonly canRepeat: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value to be sent as JSON. */
  readonly json?: unknown;
  readonly upload?: UploadBody;
  readonly mayBeNo?: ExpectedNo | undefined;
  /** How it shows who asks: signed by default. */
  readonly auth?: 'oauth' | 'none' | { readonly user: string; readonly password: string };
  /** True for a GET whose answer is large, and whose reader is done with a chunk once three more have been taken. */
  readonly isBulk?: boolean;
  /** True where the answer is small and wanted at once: it is there as a whole, or asked for again when it is long after all. */
  readonly isSmall?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Another reading of a failed answer; null leaves it to the status. */
  readonly readFailure?: (answer: FailedAnswer) => AppError | null;
  /** Told when a try is over without success and another follows. */
  readonly onRetry?: () => void;
}

/** A header by its lower-case name; null when it is not there. */
export type HeaderReader = (name: string) => string | null;

export interface JsonAnswer<T> {
  readonly status: number;
  readonly header: HeaderReader;
  readonly value: T;
}

export interface StreamAnswer {
  readonly status: number;
  readonly header: HeaderReader;
  /** The bytes; what breaks on the way is an AppError. Read it, to its end or not, or cancel it. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The same in one piece, where all of it is here. */
  readonly whole?: Uint8Array | undefined;
  /** Breaks it off; for an answer whose body nobody will read. */
  cancel(): void;
}
