import type { FileStore } from '../domain/file-store.ts';
import { boundHeap } from './bound-heap.ts';
import { createTransferEngine, type JobEngine } from '../transfers/engine.ts';
import { openJobHome, type JobHome } from '../transfers/job-home.ts';

/** The engine of one verb. */
export interface VerbEngine {
  readonly engine: JobEngine;
  /** Ends it; what a kill would have left for the next start is forgotten. */
  close(): Promise<void>;
}

export interface VerbEngineOptions {
  readonly localStore: FileStore;
  readonly cloudStore: FileStore;
  /** The program's state folder. */
  readonly stateDir: string;
}

/**
 * An engine whose jobs are written down and open to other programs of this user, as those of the screen are. What other
 * programs left is not taken over: who asked for one copy did not ask for that.
 */
export async function openVerbEngine({ localStore, cloudStore, stateDir }: VerbEngineOptions): Promise<VerbEngine> {
  boundHeap();
  const home = await openHome(stateDir);
  const engine = createTransferEngine({
    storeFor: (location) => (location.side === 'local' ? localStore : cloudStore),
    journal: home?.journal,
    pausesOnTrouble: true,
  });
  home?.serve(engine);
  return {
    engine,
    async close() {
      engine.perform({ type: 'forget-ended' });
      engine.close();
      await home?.close();
    },
  };
}

/** Null where the state folder cannot be written: a copy is not refused for want of a note about it. */
async function openHome(stateDir: string): Promise<JobHome | null> {
  try {
    return await openJobHome({ stateDir, now: Date.now, onTrouble: () => undefined });
  } catch {
    return null;
  }
}
