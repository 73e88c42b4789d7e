// A long random use of the program on a bad line; see README.md.
import { parseArgs } from 'node:util';
import { canContain } from './contain.ts';
import { soak } from './soak.ts';

/** MiB of growth that are noise: the young generation and what the collector has not given back yet. */
const NOISE = 15;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 60);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!canContain()) {
  console.error(
    'the soak needs a mount namespace of its own (Linux, unshare): it would delete files at random otherwise',
  );
  process.exit(2);
}
console.log(`seed ${seed}, ${minutes} minutes`);
const { looks, growth, status } = await soak({
  minutes,
  seed,
  lookEvery: 30,
  onLook: ({ minutes: at, acts, memory }) =>
    console.log(`${at.toFixed(1)} min  ${acts} acts  ${memory.toFixed(1)} MiB`),
});
console.log(
  `${looks.length} looks, ended with ${status}, grew by ${growth.toFixed(1)} MiB from the second quarter to the last`,
);
if (status !== 0 || growth > NOISE) process.exitCode = 1;
