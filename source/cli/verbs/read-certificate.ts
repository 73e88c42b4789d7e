import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import { onDisk } from '../../services/local/disk-error.ts';
import type { Certificate } from '../../server/operations/certificate.ts';
import type { ServeOptions } from './serve-options.ts';

/** What `--tls`, `--tls-cert` and `--tls-key` name; undefined for none. Rejects with `usage` where they do not serve. */
export async function readCertificate({
  tls,
  tlsCert,
  tlsKey,
}: Pick<ServeOptions, 'tls' | 'tlsCert' | 'tlsKey'>): Promise<Certificate | 'self' | undefined> {
  if (tls !== undefined && tls !== 'self')
    throw new AppError('usage', '--tls is "self", or use --tls-cert and --tls-key');
  if (tls === 'self') return 'self';
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new AppError('usage', '--tls-cert and --tls-key go together');
  const [cert, key] = [await readPem(tlsCert), await readPem(tlsKey)];
  const certificate = parseCertificate(tlsCert, cert);
  const privateKey = parseKey(tlsKey, key);
  if (certificate.checkPrivateKey(privateKey)) return { cert, key };
  throw new AppError('usage', `${tlsKey} is not the key of the certificate in ${tlsCert}.`, {
    hint: 'Where the file holds several, the certificate of this server comes first',
  });
}

async function readPem(file: string): Promise<string> {
  return onDisk(file, async () => readFile(file, 'utf8'));
}

function parseCertificate(file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    const hint = 'It is a file in PEM that begins with -----BEGIN CERTIFICATE-----';
    throw new AppError('usage', `${file} holds no certificate.`, { cause: error, hint });
  }
}

function parseKey(file: string, pem: string) {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    if (pem.includes('ENCRYPTED'))
      throw new AppError('usage', `The key in ${file} is locked with a passphrase.`, {
        cause: error,
        hint: 'Write it without one into a file of this user alone: openssl pkey -in OLD -out NEW',
      });
    const hint = 'It is a file in PEM that begins with -----BEGIN PRIVATE KEY-----';
    throw new AppError('usage', `${file} holds no private key.`, { cause: error, hint });
  }
}
