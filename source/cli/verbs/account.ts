import type { Command } from 'commander';
import type { Account } from '../../services/accounts.ts';
import { normalizeServer } from '../../services/http/bases.ts';
import { ask, signInAsking } from '../ask-sign-in.ts';
import { addVerb, type Cli, type VerbOptions } from '../cli.ts';
import { readFirstLine, readSecret } from '../read-secret.ts';

interface LoginOptions extends VerbOptions {
  readonly email?: string;
  readonly passwordStdin?: true;
  readonly code?: string;
}

/** `login`, `logout` and `whoami`. */
export function addAccountVerbs(program: Command, cli: Cli): void {
  addVerb(
    program,
    'login',
    'sign in to a server',
    'u1file login --server https://cloud.example.org --email ted@example.org',
  )
    .option('--email <address>', 'the e-mail address of the account')
    .option('--password-stdin', 'read the password from standard input')
    .option('--code <digits>', 'the one-time code, where the account has two-factor sign-in')
    .action(async (options: LoginOptions) => login(cli, options));
  addVerb(program, 'logout', 'sign out; the embedded cloud is used from then on', 'u1file logout').action(
    async (options: VerbOptions) => logout(cli, options),
  );
  addVerb(program, 'whoami', 'say who is signed in, and where', 'u1file whoami').action(async (options: VerbOptions) =>
    whoami(cli, options),
  );
}

async function login(cli: Cli, options: LoginOptions): Promise<void> {
  const present = await signedIn(cli, options);
  if (present !== null && !(await isRefused(cli, present))) {
    say(cli, options, `signed in already: ${present.email} at ${present.server}`, present);
    return;
  }
  const server = options.server ?? present?.server ?? (await ask(cli, 'Server: ', '--server'));
  const email = options.email ?? present?.email ?? (await ask(cli, 'E-mail: ', '--email'));
  const password =
    options.passwordStdin === true ? await readFirstLine(cli.stdin) : await readSecret('Password: ', cli);
  const account = await signInAsking(cli, { server, email, password, oneTimeCode: options.code });
  await cli.accounts.save(account);
  say(cli, options, `signed in: ${account.email} at ${account.server}`, account);
}

/** The account that this login would make, where it is there already: logging in twice is no error. */
async function signedIn(cli: Cli, { server, email }: LoginOptions): Promise<Account | null> {
  const { accounts, current } = await cli.accounts.load();
  const fits = (account: Account): boolean =>
    (server === undefined || account.server === normalizeServer(server)) &&
    (email === undefined || account.email === email);
  const account = accounts.find((each) => each.id === current && fits(each)) ?? accounts.find(fits);
  if (account === undefined) return null;
  if (account.id !== current) await cli.accounts.use(account.id);
  return account;
}

/** Every refusal of a token says to sign in again: that must not be answered with "signed in already". */
async function isRefused(cli: Cli, account: Account): Promise<boolean> {
  const { isTokenRefused } = await import('../../services/token-check.ts');
  return isTokenRefused(account, cli.signal);
}

async function logout(cli: Cli, options: VerbOptions): Promise<void> {
  const { current, accounts } = await cli.accounts.load();
  const wanted = options.server === undefined ? null : normalizeServer(options.server);
  const leaving = accounts.find(({ id, server }) => (wanted === null ? id === current : server === wanted));
  if (leaving === undefined) {
    say(cli, options, 'nobody is signed in', null);
    return;
  }
  const { createAccountDesk } = await import('../account-desk.ts');
  const reason = await createAccountDesk({ accounts: cli.accounts, fromEnvironment: null }).signOut(leaving.id);
  if (reason !== null) cli.output.note(`the server was not told, its list of devices still has this one: ${reason}`);
  say(cli, options, `signed out: ${leaving.email} at ${leaving.server}`, leaving);
}

async function whoami(cli: Cli, options: VerbOptions): Promise<void> {
  const { accounts, current } = await cli.accounts.load();
  const account = accounts.find(({ id }) => id === current) ?? null;
  if (options.json) cli.output.json(accountJson(account));
  else cli.output.line(account === null ? 'embedded cloud' : `${account.email} at ${account.server}`);
}

function say(cli: Cli, options: VerbOptions, words: string, account: Account | null): void {
  if (options.json) cli.output.json(accountJson(account));
  else if (!options.quiet) cli.output.line(words);
}

/** Who is signed in, as JSON; both null for the embedded cloud. Never a token. */
function accountJson(account: Account | null) {
  return { email: account?.email ?? null, server: account?.server ?? null };
}
