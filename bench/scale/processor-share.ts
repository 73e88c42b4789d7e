import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Microseconds: short, so that what is used up is soon there again. */
const PERIOD = 20_000;

/** Gives processes a share of one processor each, by control groups of Linux. */
export interface Shares {
  limit(pid: number): void;
  /** Takes the groups away; their processes must have ended. */
  remove(): void;
}

/** Null where this user may make no control group. `share` is of one processor. */
export function openShares(share: number): Shares | null {
  const folder = groupFolder();
  if (folder === null) return null;
  const made: string[] = [];
  return {
    limit: (pid) => {
      const group = join(folder.path, `u1file-bench-${process.pid}-${pid}`);
      mkdirSync(group);
      made.push(group);
      const quota = Math.round(PERIOD * share);
      if (folder.isUnified) writeFileSync(join(group, 'cpu.max'), `${quota} ${PERIOD}`);
      else {
        writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD));
        writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota));
      }
      writeFileSync(join(group, 'cgroup.procs'), String(pid));
    },
    remove: () => {
      for (const group of made.splice(0)) rmdirSync(group);
    },
  };
}

/** Where groups are made: the unified tree, or the one of processors alone. */
function groupFolder(): { readonly path: string; readonly isUnified: boolean } | null {
  const [unified, apart] = ['/sys/fs/cgroup', '/sys/fs/cgroup/cpu'];
  const controllers = join(unified, 'cgroup.subtree_control');
  const isUnified = existsSync(controllers) && readFileSync(controllers, 'utf8').includes('cpu');
  if (!isUnified && !existsSync(join(apart, 'cpu.cfs_quota_us'))) return null;
  const path = isUnified ? unified : apart;
  const probe = join(path, `u1file-bench-${process.pid}`);
  try {
    mkdirSync(probe);
    rmdirSync(probe);
    return { path, isUnified };
  } catch {
    return null;
  }
}
