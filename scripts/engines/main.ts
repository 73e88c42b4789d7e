// PostgreSQL and an S3 store of Ceph on the loopback, until Ctrl-C: `node scripts/engines/main.ts [--standby] [--durable]`.
import { once } from 'node:events';
import { S3_KEYS, startCeph } from './ceph.ts';
import { startPostgres } from './postgres.ts';

const has = (flag: string) => process.argv.includes(flag);
const postgres = await startPostgres({ hasStandby: has('--standby'), isDurable: has('--durable') });
const ceph = await startCeph();
postgres.createDatabase('files');
console.log(`U1FILE_METADATA=${postgres.url('files')}`);
console.log(`U1FILE_S3_ENDPOINT=${ceph.endpoints.join(',')}`);
console.log(`AWS_ACCESS_KEY_ID=${S3_KEYS.accessKeyId}`);
console.log(`AWS_SECRET_ACCESS_KEY=${S3_KEYS.secretAccessKey}`);
const stay = setInterval(() => {}, 1e9);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
clearInterval(stay);
await Promise.all([postgres.stop(), ceph.stop()]);
