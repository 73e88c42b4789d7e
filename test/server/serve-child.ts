// A server in a process of its own, for tests that kill it. Prints its address.
import { silentLog } from '../../source/server/log.ts';
import { startServer } from '../../source/server/serve.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
process.stdout.write(`${server.address}\n`);
process.once('SIGTERM', () => void server.close());
