import type { Registry } from '../../commands/registry.ts';
import { SETTING_FIELDS, settingWords } from '../../commands/setting-fields.ts';
import type { RequestRecord } from '../../domain/request-record.ts';
import type { Job } from '../../domain/transfer.ts';
import type { AppState, Notice } from '../../state/app-state.ts';
import { activePane, otherSide } from '../../state/selectors.ts';
import { marksSentence, pageLines, PAGE, placeSentence, placeWords } from '../../ui/plain/list-lines.ts';
import { deedSentence, isTrouble, jobSentence, requestSentence } from '../../ui/plain/news-words.ts';
import { questionOf } from '../../ui/plain/question.ts';

/** Of a long list its end is told: what is newest stands there. */
const MOST_ANSWERS = 50;
/** Milliseconds between two sentences on how far a job is. */
const PROGRESS_EVERY = 10_000;

export interface TellerParts {
  readonly getState: () => AppState;
  readonly registry: () => Registry;
  readonly say: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Tells in sentences what the screen would show: each thing once, when it is new. */
export interface Teller {
  /** What has happened by itself: notices, requests that go wrong, jobs. For after every change of the state. */
  tellNews(): void;
  /** Where the person is now, if that is another place than before, and what is asked. For when nothing is under way. */
  tellPlace(): void;
  /** The entries, from the first page on or the one after the last told. */
  tellPage(which: 'first' | 'next'): void;
  tellStatus(): void;
  /** The question that is open, once more. */
  tellQuestion(): void;
}

export function createTeller(parts: TellerParts): Teller {
  return new PlainTeller(parts);
}

class PlainTeller implements Teller {
  readonly #parts: TellerParts;
  #before: AppState;
  #place = '';
  #otherPlace = '';
  #marks = '';
  #question = '';
  #told = 0;
  readonly #progressAt = new Map<string, number>();

  constructor(parts: TellerParts) {
    this.#parts = parts;
    this.#before = parts.getState();
  }

  tellNews(): void {
    const before = this.#before;
    const state = this.#parts.getState();
    this.#before = state;
    for (const record of state.requests) {
      if (!before.requests.includes(record)) this.#tellRequest(record);
    }
    for (const job of state.jobs) {
      const was = before.jobs.find(({ spec }) => spec.id === job.spec.id);
      if (was !== job) this.#tellJob(job, was);
    }
    for (const record of state.undo) {
      const words = before.undo.includes(record) ? null : deedSentence(record);
      if (words !== null) this.#parts.say(words);
    }
    for (const field of SETTING_FIELDS) {
      const words = settingWords(field, state.settings);
      if (words !== settingWords(field, before.settings)) this.#parts.say(`${field.title}: ${words}.`);
    }
    if (state.notice !== null && state.notice !== before.notice) this.#parts.say(noticeSentence(state.notice));
  }

  tellPlace(): void {
    const state = this.#parts.getState();
    const pane = activePane(state);
    const { location, sort, filter, showHidden, found } = pane;
    const place = JSON.stringify([state.active, location, sort, filter, showHidden, found?.query]);
    const top = state.layers.at(-1);
    if (top === undefined) {
      const isOther = place !== this.#place;
      this.#place = place;
      if (isOther) this.tellPage('first');
      this.#tellMarks(isOther);
      this.#tellOtherPane();
    }
    this.#tellQuestion();
  }

  /** A list that was just told has said which are marked. */
  #tellMarks(isToldAlready: boolean): void {
    const pane = activePane(this.#parts.getState());
    const marks = [...pane.marks].join('/');
    if (marks !== this.#marks && !isToldAlready) this.#parts.say(marksSentence(pane));
    this.#marks = marks;
  }

  /** A linked pane follows, and some words are about the other pane: it is told where that is now. */
  #tellOtherPane(): void {
    const { active, home, ...state } = this.#parts.getState();
    const pane = state[otherSide(active)];
    const place = JSON.stringify([active, pane.location]);
    const isOther = place !== this.#otherPlace && this.#otherPlace.startsWith(`["${active}"`);
    if (isOther) this.#parts.say(`The other pane: ${placeWords(pane.location, home)}.`);
    this.#otherPlace = place;
  }

  tellPage(which: 'first' | 'next'): void {
    const { getState, say, clock } = this.#parts;
    const state = getState();
    const pane = activePane(state);
    const from = which === 'first' ? 0 : this.#told;
    if (which === 'first') say(placeSentence(pane, state.home));
    else if (from >= pane.rows.length) say('That was all.');
    const badges = state.comparison?.[state.active];
    for (const line of pageLines(pane, from, { now: clock(), badges })) say(line);
    this.#told = from + PAGE;
  }

  tellStatus(): void {
    const { getState, say, clock } = this.#parts;
    const { shownRequest, jobs, notice } = getState();
    if (notice !== null) say(noticeSentence(notice));
    if (shownRequest !== null) say(requestSentence(shownRequest, clock()));
    for (const job of jobs) say(jobSentence(job));
    if (notice === null && shownRequest === null && jobs.length === 0) say('Nothing has happened yet.');
  }

  tellQuestion(): void {
    this.#question = '';
    this.#tellQuestion();
  }

  #tellQuestion(): void {
    const { getState, registry, say, clock } = this.#parts;
    const state = getState();
    const top = state.layers.at(-1);
    if (top === undefined) {
      this.#question = '';
      return;
    }
    const { lines, answers, words, takesText, isList } = questionOf(top, state, registry(), clock());
    const numbered = answers.map((answer, at) => `${at + 1}  ${answer.words}`).slice(-MOST_ANSWERS);
    const more = words.length === 0 ? [] : [`Words: ${words.join(', ')}.`];
    const text = takesText && answers.length === 0 ? ['Type it; an empty line leaves.'] : [];
    const all = [...lines, ...numbered, ...more, ...text];
    const print = `${state.layers.length} ${isList ? JSON.stringify({ ...top, cursor: 0 }) : all.join('\n')}`;
    if (print === this.#question) return;
    this.#question = print;
    for (const line of all) say(line);
  }

  #tellRequest(record: RequestRecord): void {
    if (isTrouble(record)) this.#parts.say(requestSentence(record, this.#parts.clock()));
  }

  #tellJob(job: Job, was: Job | undefined): void {
    const { id } = job.spec;
    const now = this.#parts.clock();
    const isDue = now - (this.#progressAt.get(id) ?? 0) >= PROGRESS_EVERY;
    if (was?.state === job.state && !(job.state === 'running' && isDue)) return;
    this.#progressAt.set(id, now);
    // Why it failed is the next notice.
    this.#parts.say(job.state === 'failed' ? jobSentence({ ...job, failures: [] }) : jobSentence(job));
  }
}

/** What can be done about it is said by its word: there are no keys here. */
function noticeSentence({ text, hint }: Notice): string {
  const words = hint === undefined ? text : `${text}; "${hint.command}" ${hint.does}`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
