import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { StoreAddress } from '../../server/stores.ts';
import type { Cli } from '../cli.ts';
import { PLACE_OPTIONS, placeOption, toStoreAddress } from './places.ts';
import type { PlaceOptions } from './places.ts';
import { addAdminVerb, withAdmin } from './with-admin.ts';
import type { AdminOptions } from './with-admin.ts';

interface MigrateOptions extends Omit<PlaceOptions, 'data'> {
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
}

/** `admin migrate` and `admin thaw`. */
export function addMigrateVerbs(admin: Command, cli: Cli): void {
  const migrate = admin
    .command('migrate')
    .description('move everything from a folder to PostgreSQL and an S3 store, or back')
    .option('--from <folder>', 'move out of this folder, to --metadata and --blobs')
    .option('--to <folder>', 'move into this folder, from --metadata and --blobs')
    .option('--json', 'machine-readable output, one JSON object a line')
    .addHelpText(
      'after',
      `
Servers on the data that moves take no changes meanwhile and afterwards (503); see "admin thaw".
A move that broke off, wherever that was, goes on with the same command.

Example:
  $ u1file admin migrate --from /srv/u1file --metadata postgres://u1file@db/files --blobs s3://u1file --s3-endpoint http://s3:7480`,
    );
  for (const each of PLACE_OPTIONS) migrate.addOption(placeOption(each));
  migrate.action(async (options: MigrateOptions) => moveAll(cli, options));
  addAdminVerb(admin, 'thaw', 'let data take changes again that was moved away').action(async (options: AdminOptions) =>
    thaw(cli, options),
  );
}

async function moveAll({ output }: Cli, options: MigrateOptions): Promise<void> {
  const { from, to } = toEnds(options);
  const { migrateData } = await import('../../server/admin.ts');
  const report = await migrateData(from, to);
  if (options.json) return output.json(report);
  if (report.wasDone) output.line('everything was moved there before');
  else output.line(`${report.blobs} contents moved and compared, ${report.kept} of them there from before`);
  output.note('What was moved takes no changes any more. Start the servers on the new place.');
}

/** A folder at one end or both; the other end is what the remaining flags say. */
function toEnds({ from, to, ...engines }: MigrateOptions): { from: StoreAddress; to: StoreAddress } {
  const hasEngines = engines.metadata !== undefined || engines.blobs !== undefined;
  if (from === undefined && to === undefined)
    throw new AppError('usage', '--from or --to is missing', { hint: 'name the folder that one end of the move is' });
  if (from !== undefined && to !== undefined && hasEngines)
    throw new AppError('usage', '--from and --to name both ends already', { hint: 'leave --metadata and --blobs out' });
  const folder = (data: string) => toStoreAddress({ data });
  return {
    from: from === undefined ? toStoreAddress(engines) : folder(from),
    to: to === undefined ? toStoreAddress(engines) : folder(to),
  };
}

async function thaw({ output }: Cli, options: AdminOptions): Promise<void> {
  await withAdmin(options, (admin) => admin.thaw());
  if (options.json) output.json({ thawed: true });
  else output.line('changes are allowed again');
}
