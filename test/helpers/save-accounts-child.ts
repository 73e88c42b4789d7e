// A program of its own that signs in to so many accounts, one after the other: node save-accounts-child.ts FOLDER NAME TIMES
import { accountId, createAccounts } from '../../source/services/accounts.ts';
import { basesOf } from '../../source/services/http/bases.ts';

const [folder = '', name = '', times = '1'] = process.argv.slice(2);
const server = 'https://cloud.example.org';
const credentials = { consumerKey: 'ck', consumerSecret: 'cs', token: 'tk', tokenSecret: 'ts' };
for (let time = 0; time < Number(times); time += 1) {
  const email = `${name}${time}@example.org`;
  await createAccounts(folder).save({
    id: accountId(email, server),
    email,
    server,
    bases: basesOf(server),
    credentials,
  });
}
