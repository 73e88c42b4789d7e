import { medianCost } from './processor.ts';
import type { Cost } from './processor.ts';
import { openShares } from './processor-share.ts';
import type { Shares } from './processor-share.ts';
import { measureServers } from './rates.ts';
import type { Rig } from './rates.ts';
import { startBenchServer } from './servers.ts';
import { table } from './table.ts';

/** Of one processor, for each server: so little that four of them, the engines and the client fit two processors. */
const SHARE = 0.125;
const SERVERS = [1, 2, 4];
/** Bytes, and how many requests for each server. */
const KINDS = [
  { size: 4096, count: 250 },
  { size: 65_536, count: 80 },
] as const;
/** Requests for each server before it is limited. */
const WARM = 600;

interface Added {
  /** For example `4 KiB put`. */
  readonly kind: string;
  readonly servers: number;
  readonly cost: Cost;
  /** How much of their share the servers used. */
  readonly busy: number;
}

/**
 * What servers add where nothing else is short: each gets an eighth of a processor, so that it is they that are waited for
 * and not the processors that they have in common with the engines. Prints a table.
 */
export async function measureAdded(rig: Rig, rounds: number): Promise<void> {
  const shares = openShares(SHARE);
  if (shares === null) return console.log('\nNo control group may be made here, so what servers add is not measured.');
  const seen: Added[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const number of SERVERS) {
      seen.push(...(await measureLimited(rig, shares, { number, run: `added${round}-${number}` })));
    }
  }
  report(seen);
}

async function measureLimited(
  rig: Rig,
  shares: Shares,
  { number, run }: { number: number; run: string },
): Promise<readonly Added[]> {
  const servers = await Promise.all(Array.from({ length: number }, () => startBenchServer(rig.place)));
  await measureServers(rig, servers, { size: KINDS[0].size, count: WARM * number, run: `warm-${run}` });
  for (const { pid } of servers) shares.limit(pid);
  const seen: Added[] = [];
  for (const { size, count } of KINDS) {
    const costs = await measureServers(rig, servers, { size, count: count * number, run: `${run}-${size}` });
    for (const [act, cost] of Object.entries(costs)) {
      const busy = (cost.rate * (cost.processor['server'] ?? 0)) / (1000 * SHARE * number);
      seen.push({ kind: `${size / 1024} KiB ${act}`, servers: number, cost, busy });
    }
  }
  await Promise.all(servers.map((server) => server.stop()));
  shares.remove();
  return seen;
}

function report(seen: readonly Added[]): void {
  const kinds = [...new Set(seen.map(({ kind }) => kind))];
  table(
    [
      `requests a second, ${SHARE} of a processor for each server`,
      ...SERVERS.map((number) => (number === 1 ? '1 server' : `${number} servers`)),
      '2 to 1',
      '4 to 1',
      'of their share they used',
    ],
    kinds.map((kind) => {
      const mine = seen.filter((each) => each.kind === kind);
      const rates = SERVERS.map(
        (number) => medianCost(mine.filter(({ servers }) => servers === number).map(({ cost }) => cost)).rate,
      );
      const [one = 0, two = 0, four = 0] = rates;
      const gains = [two / one, four / one].map((gain) => `${gain.toFixed(2)}x`);
      const least = Math.min(...mine.map(({ busy }) => busy));
      return [kind].concat(
        rates.map((rate) => rate.toFixed(0)),
        gains,
        `at least ${(100 * least).toFixed(0)} %`,
      );
    }),
  );
}
