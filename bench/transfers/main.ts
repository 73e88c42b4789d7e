// Our client beside curl, rclone and lftp, in one run on loopback; see README.md. Everything lies in one temporary folder (TMPDIR says where).
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBig } from './big.ts';
import { measureMemory } from './memory.ts';
import { startOurServer } from './peers.ts';
import type { Plan } from './plan.ts';
import { toTable, writeInto, type Row } from './report.ts';
import { measureSmall } from './small.ts';

const PARTS = { big: measureBig, small: measureSmall, memory: measureMemory };
const DOCUMENT = join(import.meta.dirname, '../../docs/performance.md');

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(PARTS) },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(process.env['BENCH_ROUNDS'] ?? (values.quick ? 1 : 3));
const rows: Row[] = [];
for (const [name, measure] of Object.entries(PARTS)) if (values.only.includes(name)) rows.push(...(await run(measure)));
console.log(toTable(rows));
if (values.write) await writeInto(DOCUMENT, rows, `The one in the middle of ${rounds} rounds; memory once.`);

/** Each part has a server and a folder of its own, so that none finds what another left. */
async function run(measure: (plan: Plan) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const root = await mkdtemp(join(tmpdir(), 'u1-bench-'));
  try {
    await mkdir(`${root}/home`);
    const server = await startOurServer(join(root, 'data'), `${root}/home`);
    try {
      return await measure({ root, server, rounds, isQuick: values.quick, note: console.error });
    } finally {
      await server.stop();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
