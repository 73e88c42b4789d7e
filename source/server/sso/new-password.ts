import { AppError } from '../../domain/app-error.ts';

/** Characters (NIST SP 800-63B §3.1.1.2). What is short is guessed, whatever is in it. */
const SHORTEST = 8;
/** Hashing takes time with each byte. */
const LONGEST = 1000;

/** Rejects with `usage` a password that nobody should choose. Those that were chosen before are never asked this. */
export function checkNewPassword(password: string): void {
  const { length } = Array.from(password);
  if (length < SHORTEST) {
    throw new AppError('usage', `The new password needs at least ${SHORTEST} characters.`, {
      hint: 'Choose a longer one; several words are easy to keep in mind',
    });
  }
  if (length > LONGEST) {
    throw new AppError('usage', `The new password has more than ${LONGEST} characters.`, {
      hint: 'Choose a shorter one',
    });
  }
}
