import { formatDuration } from '../domain/format.ts';
import type { RequestRecord } from '../domain/request-record.ts';
import type { Registry } from '../commands/registry.ts';
import type { Notice } from '../state/app-state.ts';
import { hintWords } from './layers/hints.ts';
import type { ThemeName } from './theme.ts';

export interface StatusWords {
  readonly text: string;
  readonly look: ThemeName;
}

interface StatusParts {
  readonly notice: Notice | null;
  readonly last: RequestRecord | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The status bar's sentence: a notice while there is one, else the last request in words. */
export function statusWords(registry: Registry, { notice, last, now }: StatusParts): StatusWords {
  if (notice !== null) {
    const { tone, text, hint } = notice;
    const hintText = hint === undefined ? '' : hintWords(registry, [[hint.command, hint.does]]);
    return { text: [`${NOTICE_MARKS[tone]} ${text}`, hintText].filter(Boolean).join('; '), look: NOTICE_LOOKS[tone] };
  }
  return last === null ? { text: '', look: 'plain' } : requestWords(last, now);
}

/** One request: mark, code and meaning, verb, path, duration, and the oops ID where there is one. */
export function requestWords(record: RequestRecord, now: number): StatusWords {
  const what = `${record.method} ${record.path}`;
  switch (record.outcome) {
    case 'running':
      return { text: `… ${what}`, look: 'plain' };
    case 'waiting': {
      const seconds = Math.max(0, Math.ceil(((record.nextTryAt ?? now) - now) / 1000));
      const wait = `again in ${seconds} s, try ${record.tries + 1} of ${record.maxTries}`;
      return { text: `! ${answerWords(record)}, ${wait}   ${what}`, look: 'warning' };
    }
    case 'cancelled':
      return { text: `· called off   ${what}${durationWords(record)}`, look: 'faint' };
    case 'negative':
      return { text: `· ${answerWords(record)}   ${what}${durationWords(record)}`, look: 'faint' };
    case 'ok':
      return { text: `✓ ${answerWords(record)}   ${what}${durationWords(record)}`, look: 'ok' };
    case 'failed': {
      const oops = record.oopsId === null ? '' : `   oops ID ${record.oopsId}`;
      return { text: `✗ ${answerWords(record)}   ${what}${durationWords(record)}${oops}`, look: 'error' };
    }
  }
}

const NOTICE_MARKS = { info: '·', warning: '!', error: '✗' } as const;
const NOTICE_LOOKS = { info: 'plain', warning: 'warning', error: 'error' } as const;

function answerWords({ status, meaning }: RequestRecord): string {
  return status === null ? `no answer: ${meaning}` : `${status} ${meaning}`;
}

function durationWords({ duration, tries }: RequestRecord): string {
  const time = duration === null ? '' : `   ${formatDuration(duration)}`;
  return tries > 1 ? `${time}   ${tries} tries` : time;
}
