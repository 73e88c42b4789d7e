import { formatDuration } from '../domain/format.ts';
import type { RequestRecord } from '../domain/request-record.ts';
import type { Registry } from '../commands/registry.ts';
import type { Notice } from '../state/app-state.ts';
import { fitMiddle, widthOf } from './fit.ts';
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
  /** The columns there are for it. */
  readonly width: number;
}

/** The status bar's sentence: a notice while there is one, else the last request in words. */
export function statusWords(registry: Registry, { notice, last, now, width }: StatusParts): StatusWords {
  if (notice !== null) return noticeWords(notice, registry, width);
  if (last === null) return { text: '', look: 'plain' };
  const words = requestWords(last, now);
  // The first part says what it came to; that must not be cut.
  const [head = ''] = words.text.split(PARTS);
  return widthOf(head) <= width ? words : { ...words, text: shortWords(last, now) ?? words.text };
}

const PARTS = '   ';

/** Less of a sentence than this tells nothing. */
const FEWEST_COLUMNS = 16;

/**
 * In little room the sentence is cut, in even less it goes, and what can be done about it stays. Cut in its middle: a long name stands
 * at its start or its end, and what became of it at the other.
 */
function noticeWords({ tone, text, hint }: Notice, registry: Registry, width: number): StatusWords {
  const look = NOTICE_LOOKS[tone];
  const words = `${NOTICE_MARKS[tone]} ${text}`;
  const hintText = hint === undefined ? '' : hintWords(registry, [[hint.command, hint.does]]);
  const after = hintText === '' ? '' : `; ${hintText}`;
  const room = Math.max(0, width - widthOf(after));
  if (after !== '' && room < Math.min(FEWEST_COLUMNS, widthOf(words)))
    return { text: `${NOTICE_MARKS[tone]} ${hintText}`, look };
  return { text: `${widthOf(words) <= room ? words : fitMiddle(words, room).trimEnd()}${after}`, look };
}

/** What must not be cut: when it is tried again, and the oops ID. Null where the first words say all that counts. */
function shortWords(record: RequestRecord, now: number): string | null {
  const { status, outcome, oopsId, tries, maxTries } = record;
  if (outcome === 'waiting') {
    const why = status === null ? 'no answer' : `${status} ${status === 503 ? 'busy' : record.meaning}`;
    return `! ${why}, again in ${secondsLeft(record, now)} s, try ${tries + 1} of ${maxTries}`;
  }
  return outcome === 'failed' && oopsId !== null ? `✗ ${answerWords(record)} ${oopsId}` : null;
}

function secondsLeft({ nextTryAt }: RequestRecord, now: number): number {
  return Math.max(0, Math.ceil(((nextTryAt ?? now) - now) / 1000));
}

/** One request: mark, code and meaning, the oops ID where there is one, verb, path, duration. */
export function requestWords(record: RequestRecord, now: number): StatusWords {
  const what = `${record.method} ${record.path}`;
  switch (record.outcome) {
    case 'running':
      return { text: `… ${what}`, look: 'plain' };
    case 'waiting': {
      const wait = `again in ${secondsLeft(record, now)} s, try ${record.tries + 1} of ${record.maxTries}`;
      return { text: `! ${answerWords(record)}, ${wait}   ${what}`, look: 'warning' };
    }
    case 'cancelled':
      return { text: `· called off   ${what}${durationWords(record)}`, look: 'faint' };
    case 'negative':
      return { text: `· ${answerWords(record)}   ${what}${durationWords(record)}`, look: 'faint' };
    case 'ok':
      return { text: `✓ ${answerWords(record)}   ${what}${durationWords(record)}`, look: 'ok' };
    case 'failed': {
      const oops = record.oopsId === null ? '' : `, oops ID ${record.oopsId}`;
      return { text: `✗ ${answerWords(record)}${oops}   ${what}${durationWords(record)}`, look: 'error' };
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
