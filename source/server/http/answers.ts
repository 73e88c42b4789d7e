import type { Answer } from './call.ts';

type Headers = Readonly<Record<string, string | number>>;

/** JSON, labelled exactly `application/json`: a client compares for equality (protocol §1.5). */
export function json(value: unknown, status = 200, headers: Headers = {}): Answer {
  return whole(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

/** Plain text in UTF-8. */
export function text(value: string, status = 200, headers: Headers = {}): Answer {
  return whole(value, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } });
}

/** Form-encoded, as OAuth's own answers are (RFC 5849 §2.1). */
export function form(value: string): Answer {
  return whole(value, { status: 200, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
}

function whole(body: string, { status, headers }: { status: number; headers: Headers }): Answer {
  return { status, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) }, body };
}

/** Sends a browser elsewhere (302), without a body. */
export function redirect(location: string): Answer {
  return { ...text('', 302), headers: { 'Content-Type': 'text/plain', 'Content-Length': 0, Location: location } };
}
