import { AppError } from '../domain/app-error.ts';
import type { Encoding } from '../domain/view.ts';
import type { Pages } from './pages.ts';
import { compilePattern } from './pattern.ts';
import { findBackward, findForward, type Found } from './search.ts';

/** Where and how it is looked. */
export interface Look {
  readonly pages: Pages;
  readonly encoding: Encoding;
  /** Bytes in hex digits are meant as such. */
  readonly isHex: boolean;
  /** The first byte that is seen, and the first that is not any more. */
  readonly top: number;
  readonly end: number;
  /** Told now and then how far it is, as a share of the way. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** What a person looks for in a file, and where it was found last. */
export class Finder {
  readonly #say: (words: string | null) => void;
  #sought: { readonly text: string; readonly isBackward: boolean } | null = null;
  #found: Found | null = null;

  /** `say` is told what is not found, and null where something is. */
  constructor(say: (words: string | null) => void) {
    this.#say = say;
  }

  get found(): Found | null {
    return this.#found;
  }

  /** Nothing is shown as found any more; what was looked for is kept. */
  forget(): void {
    this.#found = null;
  }

  /** Looks for a text from what is seen on. Null where it is not there. */
  async find(text: string, isBackward: boolean, look: Look): Promise<Found | null> {
    this.#sought = { text, isBackward };
    return this.#look(text, isBackward, look);
  }

  /**
   * Looks for the same once more, in the same direction or the other.
   * @throws AppError `usage` where nothing was looked for yet
   */
  async again(isReversed: boolean, look: Look): Promise<Found | null> {
    if (this.#sought === null)
      throw new AppError('usage', 'Nothing was looked for yet', { hint: '/ looks for a text' });
    const { text, isBackward } = this.#sought;
    return this.#look(text, isBackward !== isReversed, look);
  }

  async #look(text: string, isBackward: boolean, look: Look): Promise<Found | null> {
    if (text === '') return null;
    const search = { ...look, pattern: compilePattern(text, look.encoding, look.isHex) };
    const last = this.#foundInView(look);
    const found = isBackward
      ? await findBackward(search, last ?? look.end)
      : await findForward(search, last === null ? look.top : last + 1);
    this.#say(found === null ? `Not found ${isBackward ? 'above' : 'below'}: ${text}` : null);
    this.#found = found ?? this.#found;
    return found;
  }

  /** Where the last find is, as long as it is seen: from there one goes on. */
  #foundInView({ top, end }: Look): number | null {
    const at = this.#found?.at ?? -1;
    return at >= top && at < end ? at : null;
  }
}
