import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCertificate } from '../../source/cli/verbs/read-certificate.ts';
import { checkListening } from '../../source/server/listen.ts';
import { ownCertificate } from '../../source/server/operations/certificate.ts';
import { temporaryFolder } from './helpers.ts';

const LISTEN = join(import.meta.dirname, '..', '..', 'source', 'server', 'listen.ts');
const NOBODY = 65_534;
const FOREIGN = 'that address is none of this machine';

async function portInUse(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('where a server can not listen it is said where, why and what to do', async () => {
  const folder = await temporaryFolder();
  const [port, long] = [await portInUse(), join(folder, 'a'.repeat(120))];
  for (const [listen, words, hint] of [
    [{ host: '127.0.0.1', port }, `127.0.0.1:${port}: another program listens there`, 'end that program'],
    // RFC 5737 keeps this one for examples: no machine has it.
    [{ host: '192.0.2.1', port: 8080 }, `192.0.2.1:8080: ${FOREIGN}`, '0.0.0.0'],
    [{ socketPath: '/proc/socket' }, '/proc/socket: permission is denied', 'folder that this user may write to'],
    [{ socketPath: long }, `${long}: the path of a socket has at most 107 bytes`, 'shorter'],
  ] as const)
    await expect(checkListening(listen)).rejects.toMatchObject({
      code: 'usage',
      message: `Can not listen on ${words}.`,
      hint: expect.stringContaining(hint),
    });
});

test('a port that is for root alone is said in words', ({ skip }) => {
  const start = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  if (start <= 80) return skip('port 80 is for everybody here');
  const script = `
    const { checkListening } = await import(${JSON.stringify(LISTEN)});
    if (process.getuid() === 0) process.setuid(${NOBODY});
    await checkListening({ host: '127.0.0.1', port: 80 }).catch(({ message, hint }) => console.log(message + ' ' + hint));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout).toMatch(
    /^Can not listen on 127\.0\.0\.1:80: permission is denied, .* Choose a port of 1024 and above/,
  );
});

test('a certificate or a key that does not serve is said in words, and a good pair is taken', async () => {
  const folder = await temporaryFolder();
  const { cert, key } = await ownCertificate(folder);
  const [tlsCert, tlsKey] = [join(folder, 'tls-cert.pem'), join(folder, 'tls-key.pem')];
  expect(await readCertificate({ tlsCert, tlsKey })).toEqual({ cert, key });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [text, other, locked] = ['text', 'other', 'locked'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(text, 'no certificate');
  await writeFile(other, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const lock = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
  await writeFile(locked, privateKey.export(lock));
  for (const [wish, words, hint] of [
    [{ tlsCert: text, tlsKey }, `${text} holds no certificate.`, 'BEGIN CERTIFICATE'],
    [{ tlsCert, tlsKey: text }, `${text} holds no private key.`, 'BEGIN PRIVATE KEY'],
    [{ tlsCert, tlsKey: other }, `${other} is not the key of the certificate in ${tlsCert}.`, 'comes first'],
    [{ tlsCert, tlsKey: locked }, `The key in ${locked} is locked with a passphrase.`, 'openssl pkey'],
  ] as const)
    await expect(readCertificate(wish)).rejects.toMatchObject({
      code: 'usage',
      message: words,
      hint: expect.stringContaining(hint),
    });
  const missing = readCertificate({ tlsCert: join(folder, 'no'), tlsKey });
  await expect(missing).rejects.toMatchObject({ code: 'not-found', path: join(folder, 'no') });
  await expect(readCertificate({ tlsCert: folder, tlsKey })).rejects.toMatchObject({ code: 'not-a-file' });
});
