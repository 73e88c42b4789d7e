import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { API_ROOT } from '../../../source/protocol/routes.ts';
import type { TestClient } from '../helpers.ts';

export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  readonly head: string;
  readonly body: string;
}

/** Sends these very bytes on a connection of their own and reads until the server closes it. One character is one byte. */
export async function exchange(origin: string, bytes: string): Promise<string> {
  const { hostname, port, protocol } = new URL(origin);
  return await new Promise((resolve, reject) => {
    const address = { port: Number(port), host: hostname };
    const socket =
      protocol === 'https:' ? connectSecurely({ ...address, rejectUnauthorized: false }) : connect(address);
    let seen = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      seen += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(seen));
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

export interface RawRequest {
  readonly verb?: string;
  readonly target: string;
  readonly headers?: string;
  readonly body?: string;
}

/** A PLAINTEXT signature fits any spelling of a target. */
export function plaintext({ credentials }: TestClient): string {
  const { consumerKey, consumerSecret, token, tokenSecret } = credentials;
  return `OAuth oauth_consumer_key="${consumerKey}", oauth_token="${token}", oauth_signature_method="PLAINTEXT", oauth_signature="${consumerSecret}%26${tokenSecret}"`;
}

/** Sends one signed request spelled exactly so. */
export async function ask(client: TestClient, request: RawRequest): Promise<RawAnswer> {
  const { verb = 'GET', target, headers = '', body = '' } = request;
  const { host } = new URL(client.origin);
  const length =
    body === '' || /^(?:transfer-encoding|content-length):/im.test(headers) ? '' : `Content-Length: ${body.length}\r\n`;
  const authorization = headers.includes('uthorization:') ? '' : `Authorization: ${plaintext(client)}\r\n`;
  const head = `${verb} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${authorization}${headers}${length}`;
  return parse(await exchange(client.origin, `${head}\r\n${body}`));
}

export function parse(text: string): RawAnswer {
  const final = text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const cut = final.indexOf('\r\n\r\n');
  const head = final.slice(0, cut);
  const [, status = '0', reason = ''] = /^HTTP\/1\.1 (\d+) ?(.*)/.exec(head) ?? [];
  return { status: Number(status), reason, head, body: Buffer.from(final.slice(cut + 4), 'latin1').toString('utf8') };
}

export { API_ROOT };
