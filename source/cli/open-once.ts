import type { Cloud } from './cli.ts';

/** A cloud that is opened at the first need, once. */
export interface OpenOnce {
  open(): Promise<Cloud>;
  /** Closes it where it was opened. */
  close(): Promise<void>;
}

/** Opens the cloud once; an opening that failed is tried anew at the next need. */
export function openOnce(open: () => Promise<Cloud>): OpenOnce {
  let opening: Promise<Cloud> | null = null;
  return {
    open() {
      opening ??= open().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    async close() {
      await (await opening?.catch(() => null))?.close();
    },
  };
}
