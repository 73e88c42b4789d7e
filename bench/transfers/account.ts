// Makes an account in a data folder and prints its credentials as one line of JSON.
import { ensureEmbeddedAccount } from '../../source/server/embedded-account.ts';
import { silentLog } from '../../source/server/log.ts';
import { startServer } from '../../source/server/serve.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
const account = await ensureEmbeddedAccount(dataDir, server.data.metadata);
console.log(
  JSON.stringify({
    consumerKey: account.consumer_key,
    consumerSecret: account.consumer_secret,
    token: account.token,
    tokenSecret: account.token_secret,
  }),
);
await server.close();
