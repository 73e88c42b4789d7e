import { Box } from 'ink';
import type { ReactNode } from 'react';
import { isUnderWay } from '../state/layout.ts';
import { fitLeft } from './fit.ts';
import { jobLine } from './job-words.ts';
import { Line } from './line.tsx';
import { useAppState } from './store-context.tsx';

const SHOWN = 3;

/** Up to three jobs under way and a count of the rest; nothing when idle. */
export function JobStrip({ width }: { readonly width: number }): ReactNode {
  const jobs = useAppState((state) => state.jobs).filter(isUnderWay);
  if (jobs.length === 0) return null;
  const rest = jobs.length - SHOWN;
  return (
    <Box flexDirection="column" width={width}>
      {jobs.slice(0, SHOWN).map((job) => (
        <Line key={job.spec.id} text={jobLine(job, width)} look="plain" />
      ))}
      {rest > 0 && <Line text={fitLeft(`   and ${rest} more, t shows all`, width)} look="faint" />}
    </Box>
  );
}
