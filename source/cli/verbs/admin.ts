import type { Command } from 'commander';
import { formatBytes } from '../../domain/format.ts';
import type { AccountSummary, Admin } from '../../server/admin.ts';
import type { Cli } from '../cli.ts';
import { readSecret } from '../read-secret.ts';

interface AdminOptions {
  readonly data: string;
  readonly json?: true;
}

/** `admin …`: the accounts of a server's data, while it runs or not. */
export function addAdminVerbs(program: Command, cli: Cli): void {
  const admin = program.command('admin').description('look after the accounts and the data of a server');
  addAdminVerb(admin, 'add-user <email>', 'make an account; the password comes from standard input or is asked for')
    .addHelpText('after', '\nExample:\n  $ u1file admin add-user ted@example.org --data /srv/u1file')
    .action(async (email: string, options: AdminOptions) => addUser(cli, email, options));
  addAdminVerb(admin, 'list-users', 'list the accounts')
    .addHelpText('after', '\nExample:\n  $ u1file admin list-users --data /srv/u1file')
    .action(async (options: AdminOptions) => listUsers(cli, options));
}

function addAdminVerb(admin: Command, usage: string, description: string): Command {
  return admin
    .command(usage)
    .description(description)
    .requiredOption('--data <folder>', 'the folder that the server keeps everything in')
    .option('--json', 'machine-readable output, one JSON object a line');
}

async function addUser(cli: Cli, email: string, options: AdminOptions): Promise<void> {
  await withAdmin(options, async (admin) => {
    const password = await readSecret(`Password for ${email}: `, cli);
    show(cli, await admin.addUser({ email, password }), options);
  });
}

async function listUsers(cli: Cli, options: AdminOptions): Promise<void> {
  await withAdmin(options, async (admin) => {
    for (const account of await admin.listUsers()) show(cli, account, options);
  });
}

function show({ output }: Cli, account: AccountSummary, { json }: AdminOptions): void {
  if (json) return output.json(account);
  const room = `${formatBytes(account.usedBytes)} of ${formatBytes(account.maxBytes)}`;
  output.line(`${account.email}  ${room}${account.isDisabled ? '  disabled' : ''}`);
}

async function withAdmin(options: AdminOptions, act: (admin: Admin) => Promise<void>): Promise<void> {
  const { openAdmin } = await import('../../server/admin.ts');
  const admin = await openAdmin(options.data);
  try {
    await act(admin);
  } finally {
    await admin.close();
  }
}
