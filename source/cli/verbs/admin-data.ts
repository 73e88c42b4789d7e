import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { Cli } from '../cli.ts';
import { addAdminVerb, withAdmin } from './with-admin.ts';
import type { AdminOptions } from './with-admin.ts';
import { toNumber } from './serve-options.ts';

interface CheckOptions extends AdminOptions {
  readonly repair?: true;
}

interface SweepOptions extends AdminOptions {
  readonly keepDeleted: string;
}

/** `admin check`, `sweep`, `undelete`, `backup`, `restore` and `oops`. */
export function addAdminDataVerbs(admin: Command, cli: Cli): void {
  addAdminVerb(admin, 'check', 'read everything and compare it; the exit status is 1 when something is wrong')
    .option('--repair', 'remove content that nobody needs; nothing else is ever changed')
    .action(async (options: CheckOptions) => check(cli, options));
  addAdminVerb(admin, 'sweep', 'remove what nobody needs any more')
    .option('--keep-deleted <days>', 'how long deleted files are kept', '30')
    .action(async (options: SweepOptions) => sweep(cli, options));
  addAdminVerb(admin, 'undelete <email> <path>', 'bring back what was deleted last at a path').action(
    async (email: string, path: string, options: AdminOptions) => undelete(cli, { email, path }, options),
  );
  addAdminVerb(admin, 'backup <folder>', 'copy everything to a folder, also while the server runs').action(
    async (folder: string, options: AdminOptions) => backup(cli, folder, options),
  );
  addAdminVerb(admin, 'restore <folder>', 'put a backup into a data folder that holds nothing yet').action(
    async (folder: string, options: AdminOptions) => restore(cli, folder, options),
  );
  addAdminVerb(admin, 'oops <id>', 'show what was behind an internal error').action(
    async (id: string, options: AdminOptions) => oops(cli, id, options),
  );
}

async function check({ output }: Cli, options: CheckOptions): Promise<void> {
  const report = await withAdmin(options, async (admin) => {
    if (options.repair) await admin.sweep({ keepDeletedDays: null });
    return await admin.check();
  });
  if (options.json) output.json(report);
  else for (const problem of report.problems) output.line(problem);
  if (report.problems.length === 0 && !options.json) output.line(`${report.blobs} contents, all is well`);
  if (report.problems.length === 0) return;
  output.note(`${report.problems.length} faults found`);
  // Faults are an answer and no error, but the exit status says so.
  process.once('exit', () => {
    process.exitCode = 1;
  });
}

async function sweep({ output }: Cli, options: SweepOptions): Promise<void> {
  const days = toNumber(options.keepDeleted, 'keep-deleted');
  const report = await withAdmin(options, (admin) => admin.sweep({ keepDeletedDays: days }));
  if (options.json) output.json(report);
  else
    output.line(`${report.nodes} deleted entries, ${report.blobs} contents, ${report.unfinished} unfinished uploads`);
}

async function undelete({ output }: Cli, what: { email: string; path: string }, options: AdminOptions): Promise<void> {
  const path = await withAdmin(options, (admin) => admin.undelete(what.email, what.path));
  if (options.json) output.json({ path });
  else output.line(path);
}

async function backup({ output }: Cli, folder: string, options: AdminOptions): Promise<void> {
  const report = await withAdmin(options, (admin) => admin.backup(folder));
  if (options.json) output.json(report);
  else output.line(`${report.blobs} contents, ${report.blobs - report.kept} of them new`);
}

async function restore({ output }: Cli, folder: string, options: AdminOptions): Promise<void> {
  const { restoreBackup } = await import('../../server/admin.ts');
  const { data } = options;
  if (data === undefined || options.metadata !== undefined || options.blobs !== undefined)
    throw new AppError('usage', 'a backup is restored into a data folder', {
      hint: 'to other places it goes by admin migrate --from',
    });
  const report = await restoreBackup(folder, data);
  if (options.json) output.json(report);
  else output.line(`${report.blobs} contents`);
}

async function oops({ output }: Cli, id: string, options: AdminOptions): Promise<void> {
  const found = await withAdmin(options, (admin) => admin.findOops(id));
  if (found === null) throw new AppError('not-found', `${id} is not known`, { hint: 'they are kept for 90 days' });
  if (options.json) return output.json(found);
  output.line(`${found.id}  ${new Date(found.at).toISOString()}  ${found.summary}`);
  for (const line of found.stack.split('\n')) output.line(line);
}
