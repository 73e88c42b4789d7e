import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Agent } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { decodeQuota } from '../../source/protocol/resources.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import type { WireRequest } from '../../source/services/http/wire-request.ts';
import { CREDENTIALS, clientOf } from './http/fault-server.ts';

const GET: WireRequest = { method: 'GET', base: 'api', target: '/api/quota/', path: 'quota', canRepeat: true };

async function serveTls(): Promise<{ url: string; ca: string; authorizations: string[] }> {
  const names = [{ name: 'commonName', value: 'localhost' }];
  const pems = await generate(names, {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const authorizations: string[] = [];
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    authorizations.push(request.headers.authorization ?? '');
    response.end('{"total":1,"used":0}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, ca: pems.cert, authorizations };
}

test('a certificate of nobody we know is not trusted, and nothing is sent', async () => {
  const { url, authorizations } = await serveTls();
  const { client, records } = clientOf(url);
  await expect(client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'unreachable', reason: 'tls' });
  expect(records.at(-1)).toMatchObject({ outcome: 'failed', meaning: 'TLS failure', tries: 1 });
  expect(authorizations).toEqual([]);
});

test('over TLS that is trusted the plain signature is used', async () => {
  const { url, ca, authorizations } = await serveTls();
  const dispatcher = new Agent({ connect: { ca } });
  onTestFinished(() => dispatcher.destroy());
  const client = createHttpClient({
    bases: { api: url, content: url, sso: url },
    credentials: CREDENTIALS,
    dispatcher,
  });
  expect((await client.json(GET, decodeQuota)).value.total).toBe(1);
  expect(authorizations[0]).toContain('oauth_signature_method="PLAINTEXT"');
  await client.close();
  // A dispatcher that was given is not the client's to close.
  expect(
    (
      await createHttpClient({
        bases: { api: url, content: url, sso: url },
        credentials: CREDENTIALS,
        dispatcher,
      }).json(GET, decodeQuota)
    ).status,
  ).toBe(200);
});
