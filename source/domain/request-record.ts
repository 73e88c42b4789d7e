/** One request to a cloud in words, as the status bar and the list of requests show it. All its tries are one record. */
export interface RequestRecord {
  /** Counts up from 1 within the program. */
  readonly id: number;
  readonly method: string;
  /** What it was about as a person writes it (`testing/docs/a.txt`), never with a query or credentials. */
  readonly path: string;
  /** Milliseconds since 1970 when the first try began. */
  readonly startedAt: number;
  /** Milliseconds from the first try's start to the end; null while it runs. */
  readonly duration: number | null;
  /** HTTP status of the last answer; null while there is none, and when there was no answer. */
  readonly status: number | null;
  /** The status in words (`Created`, `file not found`), or why there was no answer (`refused`, `timed out`). */
  readonly meaning: string;
  /** `cancelled`: the person went on before the answer came. `negative`: the answer is no, as who asked had reckoned with. */
  readonly outcome: 'running' | 'waiting' | 'ok' | 'negative' | 'failed' | 'cancelled';
  /** Which try it is, from 1. */
  readonly tries: number;
  readonly maxTries: number;
  /** While `waiting`: milliseconds since 1970 when the next try starts. */
  readonly nextTryAt: number | null;
  /** Seconds of the last Retry-After. */
  readonly retryAfter: number | null;
  readonly oopsId: string | null;
}

/** Told of every request as it starts, waits and ends. */
export type RequestObserver = (record: RequestRecord) => void;
