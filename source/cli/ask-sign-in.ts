import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { AppError, isAppError } from '../domain/app-error.ts';
import type { Account } from '../services/accounts.ts';
import type { Cli } from './cli.ts';

export interface SignInWish {
  readonly server: string;
  readonly email: string;
  readonly password: string;
  readonly oneTimeCode: string | undefined;
}

/** Signs in, and asks for the one-time code where the account wants one and there is a terminal to ask on. */
export async function signInAsking(cli: Cli, wish: SignInWish): Promise<Account> {
  const { signIn } = await import('../services/sign-in.ts');
  const rest = { hostName: hostname(), signal: cli.signal };
  try {
    return await signIn({ ...wish, ...rest });
  } catch (error) {
    if (!isAppError(error) || error.reason !== 'one-time-code-needed' || !cli.stdin.isTTY) throw error;
    const oneTimeCode = await ask(cli, 'One-time code: ', '--code');
    return signIn({ ...wish, oneTimeCode, ...rest });
  }
}

/** Asks on the terminal; without one the option that would have told is named. */
export async function ask(cli: Cli, prompt: string, option: string): Promise<string> {
  if (!cli.stdin.isTTY) throw new AppError('usage', `${option} is missing, and there is no terminal to ask on`);
  const lines = createInterface({ input: cli.stdin, output: cli.stderr });
  try {
    const answer = (await lines.question(prompt, { signal: cli.signal })).trim();
    if (answer === '') throw new AppError('usage', `nothing was typed for ${option}`);
    return answer;
  } finally {
    lines.close();
  }
}
