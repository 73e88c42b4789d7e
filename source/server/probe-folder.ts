import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inWords } from './private-folder.ts';

/** As much as a small upload and its row take. */
const PROBE = Buffer.alloc(64 * 1024, 'u');

/**
 * Resolves where a file could be written to the folder and removed just now. Rejects with `out-of-space`,
 * `permission-denied`, or another AppError where the folder is gone.
 */
export async function probeFolder(folder: string): Promise<void> {
  // One name, so that what a killed program leaves behind goes with the next look.
  const file = join(folder, 'probe');
  await inWords(folder, async () => {
    try {
      await writeFile(file, PROBE, { mode: 0o600 });
    } finally {
      await rm(file, { force: true });
    }
  });
}
