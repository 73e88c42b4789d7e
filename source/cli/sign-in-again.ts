import { isAppError } from '../domain/app-error.ts';
import { signInAsking } from './ask-sign-in.ts';
import type { Cli, Cloud } from './cli.ts';
import { readSecret } from './read-secret.ts';

/** As `sudo` has it. */
const MOST_TRIES = 3;

/**
 * Asks for the password of an account whose sign-in is no longer taken, and goes on with the new one. False where there is
 * nobody to ask, or nothing to renew. Rejects as the sign-in does, and with `cancelled` when it is declined.
 */
export async function signInAgain(cli: Cli, { signIn }: Cloud): Promise<boolean> {
  if (signIn === undefined || !cli.stdin.isTTY || !cli.stderr.isTTY) return false;
  const { email, server } = signIn;
  cli.output.note(`u1file: the sign-in of ${email} is no longer valid; with the password the transfer goes on`);
  for (let tries = 1; ; tries += 1) {
    const password = await readSecret(`Password for ${email} at ${server}: `, cli);
    try {
      await signIn.renew(await signInAsking(cli, { server, email, password, oneTimeCode: undefined }));
      return true;
    } catch (error) {
      if (!isAppError(error) || error.reason !== 'wrong-password' || tries === MOST_TRIES) throw error;
      cli.output.note(`u1file: ${error.message}`);
    }
  }
}
