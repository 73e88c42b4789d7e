import { childOf } from '../domain/location.ts';
import type { TakenQuestion } from '../domain/transfer.ts';
import type { Item, Outcome } from './work.ts';

/** The files of a job that wait for an answer, the oldest first. */
export class Questions {
  readonly #jobId: string;
  readonly #asked = new Map<string, { readonly item: Item; readonly question: TakenQuestion }>();
  #count = 0;

  constructor(jobId: string) {
    this.#jobId = jobId;
  }

  get first(): TakenQuestion | null {
    const next = this.#asked.values().next();
    return next.done === true ? null : next.value.question;
  }

  ask(item: Item, { target, sameContent }: Extract<Outcome, { kind: 'ask' }>): void {
    this.#count += 1;
    const id = `${this.#jobId}/${this.#count}`;
    const location = item.folder.to === null ? item.from : childOf(item.folder.to, item.name);
    const question: TakenQuestion = {
      id,
      jobId: this.#jobId,
      source: { location: item.from, entry: item.entry },
      target: { location, entry: target },
      sameContent,
    };
    this.#asked.set(id, { item, question });
  }

  /** Takes the file of this question out; null when there is none. */
  take(id: string): Item | null {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked?.item ?? null;
  }

  takeAll(): Item[] {
    const items = [...this.#asked.values()].map(({ item }) => item);
    this.#asked.clear();
    return items;
  }

  clear(): void {
    this.#asked.clear();
  }
}
