import { ensurePrograms, findProgram } from './programs.ts';

/** The programs that tests drive, beside what every Linux has, each with Debian's package of it. */
const PACKAGES = {
  chromium: 'chromium',
  fish: 'fish',
  screen: 'screen',
  ssh: 'openssh-client',
  sshd: 'openssh-server',
  strace: 'strace',
  tmux: 'tmux',
  zsh: 'zsh',
} as const;

export type TestProgram = keyof typeof PACKAGES;

/** Installs what is missing, by apt as root. Throws where a program is not there afterwards. */
export function installTestPrograms(): void {
  const missing = Object.entries(PACKAGES).filter(([name]) => findProgram(name) === null);
  ensurePrograms(
    missing.map(([name]) => name),
    missing.map(([, ofDebian]) => ofDebian),
  );
}

/** True where all of these are there; else a line says what is left out without them, and what installs them. */
export function hasPrograms(leftOut: string, ...names: readonly TestProgram[]): boolean {
  const missing = names.filter((name) => findProgram(name) === null);
  if (missing.length === 0) return true;
  console.log(`skipped: ${leftOut}; there is no ${missing.join(', no ')} (npm run test:programs installs it)`);
  return false;
}
