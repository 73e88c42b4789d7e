import type { StreamAnswer } from './wire-request.ts';

/** A request as it goes out: signed and with everything it needs. */
export interface CarriedRequest {
  readonly method: string;
  /** `http://host:port` or `https://…`. */
  readonly origin: string;
  /** Escaped path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | string | null;
  /** As those of `WireRequest`. */
  readonly isBulk: boolean;
  readonly isSmall: boolean;
  readonly signal: AbortSignal | undefined;
  /** Told now and then how many bytes that were taken of the body have not arrived; never by a carrier that does not know. */
  readonly onUnsent?: ((bytes: number) => void) | undefined;
}

/** What brings requests to a server: the network, or the server itself where it runs in this very thread. */
export interface Carrier {
  /** True where nobody can listen in, whatever the origin says. */
  readonly isPrivate: boolean;
  /** False where the server knows by itself who asks: then nothing is signed. */
  readonly isSigned: boolean;
  /** Resolves with the head of the answer, whatever its status; rejects with what broke on the way, in the carrier's own errors. */
  send(request: CarriedRequest): Promise<StreamAnswer>;
  /** Breaks off what still runs and lets go of it all. */
  close(): Promise<void>;
}
