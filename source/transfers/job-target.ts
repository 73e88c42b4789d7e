import { openTarget } from './target-folder.ts';
import type { WorkOptions, WorkParts } from './work-parts.ts';
import type { FolderWork, TargetFolder } from './work.ts';

/** The folder that a job goes into: opened once, and anew where the reason that it could not be may have gone. */
export class JobTarget {
  readonly #options: WorkOptions;
  readonly #parts: WorkParts;
  #delay: number | null = null;
  /** Why it could not be opened at the last try; null when it could. */
  #error: unknown = null;
  /** It is opened anew before the next item: the reason may have gone while the job stood. */
  #isLacking = false;

  constructor(options: WorkOptions, parts: WorkParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Milliseconds that the first request to it took; null until then, and for a delete. */
  get delay(): number | null {
    return this.#delay;
  }

  async open(): Promise<TargetFolder> {
    const { spec, brakes } = this.#parts;
    if (spec.target === null) return { standing: new Map(), isComplete: false, identity: null };
    const start = performance.now();
    try {
      const target = await openTarget(this.#options.storeFor(spec.target), spec, brakes.jobSignal);
      this.#delay = performance.now() - start;
      return target;
    } catch (error) {
      this.#error = error;
      throw error;
    }
  }

  /** Takes note of the error that paused the job, which may be that of opening the target. */
  pausedBy(error: unknown): void {
    this.#isLacking ||= error === this.#error;
  }

  /** Opens it for the list of sources; its error comes to whoever needs the folder. */
  openFor(root: FolderWork): void {
    this.#isLacking = false;
    root.target = this.open();
    root.target.catch(() => undefined);
  }

  /** The same where it is not there since the job paused for want of it. */
  reopenFor(root: FolderWork | null): void {
    if (this.#isLacking && root !== null) this.openFor(root);
  }
}
