import type { Command } from 'commander';
import type { Admin } from '../../server/admin.ts';
import { PLACE_OPTIONS, placeOption, toStoreAddress } from './places.ts';
import type { PlaceOptions } from './places.ts';

export interface AdminOptions extends PlaceOptions {
  readonly json?: true;
}

/** A verb below `admin`, with the options all of them have and an example. */
export function addAdminVerb(admin: Command, usage: string, description: string): Command {
  const command = describeVerb(admin, usage, description);
  for (const each of PLACE_OPTIONS) command.addOption(placeOption(each));
  return command;
}

function describeVerb(admin: Command, usage: string, description: string): Command {
  const example = usage
    .replace('<email>', 'ted@example.org')
    .replace('<bytes>', '10GB')
    .replace('<path>', 'testing/u1file.py')
    .replace('<folder>', '/backup/u1file')
    .replace('<id>', 'OOPS-20261124-0123456789abcdef');
  return admin
    .command(usage)
    .description(description)
    .option('--data <folder>', 'the folder that the server keeps everything in')
    .option('--json', 'machine-readable output, one JSON object a line')
    .addHelpText('after', `\nExample:\n  $ u1file admin ${example} --data /srv/u1file`);
}

/** Opens the data, runs the act, and closes it whatever happens. The data has to be there, unless it may be made. */
export async function withAdmin<Result>(
  options: AdminOptions,
  act: (admin: Admin) => Promise<Result>,
  { mayMake = false }: { readonly mayMake?: boolean } = {},
): Promise<Result> {
  const { openAdmin } = await import('../../server/admin.ts');
  const admin = await openAdmin(toStoreAddress(options), { mayMake });
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
}
