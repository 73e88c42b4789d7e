import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Registry } from '../commands/registry.ts';
import { isUnderWay, mostStripJobs } from '../state/layout.ts';
import { fitLeft } from './fit.ts';
import { jobLine } from './job-words.ts';
import { hintWords } from './layers/hints.ts';
import { Line } from './line.tsx';
import { useAppState } from './store-context.tsx';

/** Some jobs under way and a count of the rest; nothing when idle. */
export function JobStrip({ registry, width }: { readonly registry: Registry; readonly width: number }): ReactNode {
  const jobs = useAppState((state) => state.jobs).filter(isUnderWay);
  const home = useAppState((state) => state.home);
  const shown = useAppState((state) => mostStripJobs(state.size.rows));
  if (jobs.length === 0) return null;
  const rest = jobs.length - shown;
  const hint = hintWords(registry, [['transfers', 'shows all']]);
  return (
    <Box flexDirection="column" width={width}>
      {jobs.slice(0, shown).map((job) => (
        <Line key={job.spec.id} text={jobLine(job, { registry, width, home })} look="plain" />
      ))}
      {rest > 0 && (
        <Line text={fitLeft([`   and ${rest} more`, hint].filter(Boolean).join(', '), width)} look="faint" />
      )}
    </Box>
  );
}
