import type { OurServer } from './peers.ts';

/** What a part of the bench works with. */
export interface Plan {
  /** A folder of its own. */
  readonly root: string;
  readonly server: OurServer;
  /** How often each figure is taken; the one in the middle counts. */
  readonly rounds: number;
  /** Smaller and once: to see that it runs. */
  readonly isQuick: boolean;
  /** Told what is no row of the table. */
  readonly note: (words: string) => void;
}

/** How our program is told where to go. */
export function taskTo({ server: { url, credentials }, root }: Pick<Plan, 'server' | 'root'>) {
  return { url, credentials, home: `${root}/home` };
}
