import { useEffect, useState, type ReactNode } from 'react';
import type { Registry } from '../commands/registry.ts';
import { spread, widthOf } from './fit.ts';
import { hintWords } from './layers/hints.ts';
import { Line } from './line.tsx';
import { statusWords } from './status-words.ts';
import { useAppState } from './store-context.tsx';
import { shownViewer } from '../state/viewing.ts';

/** Columns of what is said of a request that are enough to know it: past them the hint may stand, in a notice never. */
const MOST_SAID = 60;

interface StatusBarProps {
  /** The keys in force. */
  readonly registry: Registry;
  readonly width: number;
  readonly clock: () => number;
}

/** The last request, or the last notice, in words. Its clock runs only while a request waits for its next try. */
export function StatusBar({ registry, width, clock }: StatusBarProps): ReactNode {
  const notice = useAppState((state) => state.notice);
  const last = useAppState((state) => state.shownRequest);
  const isWaiting = notice === null && last?.outcome === 'waiting';
  const [, tick] = useState(0);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [isWaiting]);
  const isViewing = useAppState((state) => shownViewer(state) !== null);
  const hint = last === null || isViewing ? '' : `${hintWords(registry, [['requests', 'requests']], ': ')} `;
  const { text, look } = statusWords(registry, { notice, last, now: clock(), width: width - 1 });
  // What is said comes before where to read more.
  const room = width - widthOf(text) - 2;
  const atLeast = notice === null ? width - MOST_SAID : 0;
  const shown = widthOf(hint) <= Math.max(room, atLeast) ? hint : '';
  return <Line text={spread(` ${text}`, shown, width)} look={look} />;
}
