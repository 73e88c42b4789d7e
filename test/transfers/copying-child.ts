// A program that copies one folder's entries to another at a pace, with a journal and a socket, and ends with its job.
import { localLocation } from '../../source/domain/location.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';
import { openJobHome } from '../../source/transfers/job-home.ts';
import { hasEnded, sourcesIn, specOf, untilJob } from './rig.ts';

const [stateDir = '', from = '', to = '', bytesPerSecond = '0'] = process.argv.slice(2);
const home = await openJobHome({ stateDir, now: Date.now, onTrouble: console.error });
const store = createLocalStore();
const engine = createTransferEngine({ storeFor: () => store, journal: home.journal });
home.serve(engine);
engine.perform({ type: 'limit', bytesPerSecond: Number(bytesPerSecond) });
const spec = specOf('copy', await sourcesIn(store, localLocation(from)), localLocation(to));
const end = untilJob(engine, spec.id, hasEnded);
engine.add(spec);
console.log('begun');
await end;
// Lets the journal go first, and whoever looks on hear of the end.
await new Promise((resolve) => setTimeout(resolve, 200));
engine.close();
await home.close();
process.exit(0);
