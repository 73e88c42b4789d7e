import { expect, test } from 'vitest';
import { startCloud } from '../helpers.ts';
import { createOldClient } from './old-client.ts';
import { exchange, parse } from './raw.ts';
import { createSomebody } from './walk.ts';

// All clients of old came over TLS, with the same odd bytes.

test('§1.4 raw spaces and raw UTF-8 in a target are taken over TLS too, with bodies of any size', async () => {
  const { client, server } = await startCloud({ tls: 'self' });
  const { api, content } = createSomebody(client);
  expect((await content('PUT /~/Ubuntu One/Gruß an alle', 'content')).status).toBe(201);
  expect((await api('GET /~/Ubuntu One/Gruß an alle')).json.path).toBe('/Gruß an alle');
  expect((await content('GET /~/Ubuntu%20One/Gru%C3%9F%20an%20alle')).body).toBe('content');
  const large = 'x'.repeat(300_000);
  expect((await content('PUT /~/Ubuntu One/a b', large)).json.size).toBe(300_000);
  expect((await content('GET /~/Ubuntu One/a b')).body).toBe(large);
  expect(parse(await exchange(server.address, 'nonsense\r\n\r\n')).status).toBe(400);
});

test('§4.4 signatures over https addresses fit, and public addresses are https', async () => {
  const { client } = await startCloud({ tls: 'self' });
  for (const method of ['HMAC-SHA1', 'PLAINTEXT'] as const) {
    for (const place of ['header', 'query'] as const) {
      const ask = createOldClient(client.origin, client.credentials, { method, place });
      const path = `/content/~/Ubuntu%20One/${method}-${place}`;
      expect((await ask('PUT', path, { body: 'x' })).status).toBe(201);
      expect((await ask('GET', path)).body).toBe('x');
    }
  }
  const signPath = (path: string) => path.split(' ')[0] ?? '';
  const cut = createOldClient(client.origin, client.credentials, { method: 'HMAC-SHA1', place: 'header', signPath });
  expect((await cut('GET', '/content/~/Ubuntu One/HMAC-SHA1-header')).body).toBe('x');
  const { json } = await createSomebody(client).api('PUT /~/Ubuntu%20One/HMAC-SHA1-header', '{"is_public":true}');
  expect(json.public_url).toMatch(/^https:\/\//);
});
