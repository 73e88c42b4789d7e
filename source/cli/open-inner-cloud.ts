import { join } from 'node:path';
import type { Carrier } from '../services/http/carrier.ts';
import { basesOf } from '../services/http/bases.ts';
import { createClient } from '../services/http/client.ts';
import type { ProgramPaths } from '../services/paths.ts';
import { makePrivateFolder } from '../services/private-files.ts';
import { createRemoteStore } from '../services/remote-store.ts';
import type { InnerServer } from '../server/inner-server.ts';
import { EMBEDDED_LABEL, type Cloud } from './cli.ts';

/** No request leaves the program, so this host is never looked up. */
const SERVER = 'http://localhost';

/**
 * Opens the embedded cloud for a verb that has few questions and no contents to move: its server answers in this thread, without HTTP,
 * which starts in a third of the time that a thread of its own takes. Other programs may have the same cloud open meanwhile.
 */
export async function openInnerCloud(paths: ProgramPaths): Promise<Cloud> {
  const { openInnerServer } = await import('../server/inner-server.ts');
  const dataDir = join(paths.data, 'cloud');
  await makePrivateFolder(dataDir);
  const server = await openInnerServer(dataDir);
  const client = createClient({ bases: basesOf(SERVER), credentials: null }, carrierTo(server));
  return {
    ...EMBEDDED_LABEL,
    store: createRemoteStore(client),
    close: async () => client.close(),
  };
}

function carrierTo({ ask, close }: InnerServer): Carrier {
  return { isPrivate: true, isSigned: false, send: ask, close };
}
