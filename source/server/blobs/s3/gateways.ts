import { S3Client } from '@aws-sdk/client-s3';
import type { S3Address } from './address.ts';
import { isPassing, statusOf, translateS3Error } from './errors.ts';

/** Milliseconds. */
const CONNECT = 2000;
/** A store that has lost a node says nothing until it knows; that takes it some seconds. */
const SILENCE = 20_000;
/** A gateway that failed is left alone for so long, while others do. */
const REST = 3000;
const ROUNDS = 3;
const PAUSES = [100, 1000];
const SOCKETS = 128;

/** All gateways to the store as if they were one. */
export interface Gateways {
  /**
   * Does something at one gateway after the other until it goes well. It may so be done twice, and has to be harmless
   * then. Rejects with `busy` when no gateway does it within some tries.
   */
  ask<T>(act: (client: S3Client) => Promise<T>): Promise<T>;
  close(): void;
}

export function createGateways({ endpoints, region, credentials }: S3Address): Gateways {
  const gateways = endpoints.map((endpoint) => ({
    client: createClient({ endpoint, region, credentials }),
    restUntil: 0,
  }));
  let turn = 0;
  /** In turns, so that all have the same to do; those that failed lately come last. */
  const inOrder = () => {
    turn += 1;
    const now = Date.now();
    const from = turn % gateways.length;
    const turned = [...gateways.slice(from), ...gateways.slice(0, from)];
    return [...turned.filter((each) => each.restUntil <= now), ...turned.filter((each) => each.restUntil > now)];
  };
  return {
    ask: async (act) => {
      const failures: unknown[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const gateway of inOrder()) {
          try {
            return await act(gateway.client);
          } catch (error) {
            if (!isPassing(error)) throw translateS3Error(error);
            gateway.restUntil = Date.now() + REST;
            failures.push(error);
          }
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSES[round] ?? 0));
      }
      // One that is down says the least: whoever reads of it later wants what the others said.
      throw translateS3Error(failures.find((each) => statusOf(each) !== null) ?? failures.at(-1));
    },
    close: () => {
      for (const { client } of gateways) client.destroy();
    },
  };
}

interface GatewayOptions extends Pick<S3Address, 'region' | 'credentials'> {
  readonly endpoint: string;
}

function createClient({ endpoint, region, credentials }: GatewayOptions): S3Client {
  return new S3Client({
    endpoint,
    region,
    ...(credentials === undefined ? {} : { credentials }),
    forcePathStyle: true,
    // Other stores than Amazon's refuse the trailing checksums that are sent otherwise.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Tries are made here, at other gateways too.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT,
      requestTimeout: SILENCE,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    },
  });
}
