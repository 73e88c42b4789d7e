import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A key and its certificate in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAYS = 3650;

/** The private certificate of a data folder, made at the first time: `tls-cert.pem` and `tls-key.pem`. */
export async function ownCertificate(dataDir: string): Promise<Certificate> {
  const [certFile, keyFile] = [join(dataDir, 'tls-cert.pem'), join(dataDir, 'tls-key.pem')];
  try {
    return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const made = await makeCertificate();
  await writeFile(keyFile, made.key, { mode: 0o600 });
  await writeFile(certFile, made.cert, { mode: 0o600 });
  return made;
}

/** What a client compares to know this server again. */
export function fingerprintOf({ cert }: Certificate): string {
  return new X509Certificate(cert).fingerprint256;
}

async function makeCertificate(): Promise<Certificate> {
  const names = [...new Set([hostname(), 'localhost'])];
  const altNames = [
    ...names.map((value) => ({ type: 2 as const, value })),
    { type: 7 as const, ip: '127.0.0.1' },
    { type: 7 as const, ip: '::1' },
  ];
  const notAfterDate = new Date(Date.now() + DAYS * 86_400_000);
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    notAfterDate,
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { cert: made.cert, key: made.private };
}
