import { statfs } from 'node:fs/promises';
import type { NewAccount } from './rules/accounts/new-account.ts';

/** What the embedded cloud's one account is made with. */
export function embeddedAccount(maxBytes: number): NewAccount {
  return { email: 'embedded@localhost', visibleName: 'Embedded cloud', password: null, maxBytes };
}

/** Bytes that the account may hold: the disk is the limit, not a plan. */
export async function sizeOfDisk(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder);
  return blocks * bsize;
}
