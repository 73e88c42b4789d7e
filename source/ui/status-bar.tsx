import { useEffect, useState, type ReactNode } from 'react';
import { spread } from './fit.ts';
import { Line } from './line.tsx';
import { statusWords } from './status-words.ts';
import { useAppState } from './store-context.tsx';
import { shownViewer } from '../state/viewing.ts';

/** The last request, or the last notice, in words. Its clock runs only while a request waits for its next try. */
export function StatusBar({ width, clock }: { readonly width: number; readonly clock: () => number }): ReactNode {
  const notice = useAppState((state) => state.notice);
  const last = useAppState((state) => state.shownRequest);
  const isWaiting = notice === null && last?.outcome === 'waiting';
  const [, tick] = useState(0);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [isWaiting]);
  const { text, look } = statusWords(notice, last, clock());
  const isViewing = useAppState((state) => shownViewer(state) !== null);
  const hint = last === null || isViewing ? '' : 'o: requests ';
  return <Line text={spread(` ${text}`, hint, width)} look={look} />;
}
