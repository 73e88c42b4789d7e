import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { formatBytes } from '../../domain/format.ts';
import type { AccountSummary, Admin } from '../../server/admin.ts';
import type { Cli } from '../cli.ts';
import { readSecret } from '../read-secret.ts';
import { addAdminDataVerbs } from './admin-data.ts';
import { addMigrateVerbs } from './admin-migrate.ts';
import { parseBytes } from './serve-options.ts';
import { addAdminVerb, withAdmin } from './with-admin.ts';
import type { AdminOptions } from './with-admin.ts';

interface AddUserOptions extends AdminOptions {
  readonly quota?: string;
}

/** `admin …`: the accounts and the data of a server, while it runs or not. */
export function addAdminVerbs(program: Command, cli: Cli): void {
  const admin = program.command('admin').description('look after the accounts and the data of a server');
  addAdminVerb(admin, 'add-user <email>', 'make an account; the password comes from standard input or is asked for')
    .option('--quota <bytes>', 'its room, for example 5GB')
    .action(async (email: string, options: AddUserOptions) => addUser(cli, email, options));
  addAdminVerb(admin, 'list-users', 'list the accounts').action(async (options: AdminOptions) =>
    withAdmin(options, async (admin) => {
      for (const account of await admin.listUsers()) showAccount(cli, account, options);
    }),
  );
  addAdminVerb(admin, 'set-quota <email> <bytes>', 'give an account this much room, for example 5GB').action(
    async (email: string, bytes: string, options: AdminOptions) =>
      changeUser(cli, options, (admin) => admin.setQuota(email, parseBytes(bytes))),
  );
  addAdminVerb(admin, 'set-password <email>', 'set a password and take all tokens back').action(
    async (email: string, options: AdminOptions) => setPassword(cli, email, options),
  );
  addAdminVerb(admin, 'disable-user <email>', 'let nobody into an account, for now').action(
    async (email: string, options: AdminOptions) => changeUser(cli, options, (admin) => admin.setDisabled(email, true)),
  );
  addAdminVerb(admin, 'enable-user <email>', 'let its owner in again').action(
    async (email: string, options: AdminOptions) =>
      changeUser(cli, options, (admin) => admin.setDisabled(email, false)),
  );
  addAdminVerb(admin, 'revoke-tokens <email>', 'take all tokens of an account back').action(
    async (email: string, options: AdminOptions) => revokeTokens(cli, email, options),
  );
  addAdminVerb(admin, 'reset-two-factor <email>', 'turn the one-time codes of an account off').action(
    async (email: string, options: AdminOptions) => changeUser(cli, options, (admin) => admin.resetTwoFactor(email)),
  );
  addAdminDataVerbs(admin, cli);
  addMigrateVerbs(admin, cli);
}

async function addUser(cli: Cli, email: string, options: AddUserOptions): Promise<void> {
  const maxBytes = options.quota === undefined ? undefined : parseBytes(options.quota);
  const password = await readPassword(`Password for ${email}: `, cli);
  const add = (admin: Admin) => admin.addUser({ email, password, maxBytes });
  showAccount(cli, await withAdmin(options, add, { mayMake: true }), options);
}

async function setPassword(cli: Cli, email: string, options: AdminOptions): Promise<void> {
  const password = await readPassword(`New password for ${email}: `, cli);
  await changeUser(cli, options, (admin) => admin.setPassword(email, password));
}

async function readPassword(question: string, cli: Cli): Promise<string> {
  const password = await readSecret(question, cli);
  if (password.length === 0) throw new AppError('usage', 'a password can not be empty');
  return password;
}

async function revokeTokens(cli: Cli, email: string, options: AdminOptions): Promise<void> {
  const revoked = await withAdmin(options, (admin) => admin.revokeTokens(email));
  if (options.json) cli.output.json({ revoked });
  else cli.output.line(`${revoked} taken back`);
}

async function changeUser(
  cli: Cli,
  options: AdminOptions,
  change: (admin: Admin) => Promise<AccountSummary>,
): Promise<void> {
  showAccount(cli, await withAdmin(options, change), options);
}

function showAccount({ output }: Cli, account: AccountSummary, { json }: AdminOptions): void {
  if (json) return output.json(account);
  const room = `${formatBytes(account.usedBytes)} of ${formatBytes(account.maxBytes)}`;
  const marks = `${account.isDisabled ? '  disabled' : ''}${account.hasTwoFactor ? '  one-time codes' : ''}`;
  output.line(`${account.email}  ${room}${marks}`);
}
