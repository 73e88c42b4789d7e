import type { Encoding, View, ViewAct, ViewMode, ViewRow } from '../domain/view.ts';
import { unitOf } from './decode.ts';
import { ENCODINGS, guessEncoding, markLengthOf } from './encodings.ts';
import { Finder, type Look } from './finder.ts';
import { offsetOf, parsePlace } from './go-to.ts';
import { hexShape } from './hex-view.ts';
import { hexLayout, textLayout, type Layout } from './layouts.ts';
import type { Pages } from './pages.ts';
import type { Pictures } from './picture/draw-picture.ts';
import { ShownPicture } from './picture/shown-picture.ts';
import type { Found } from './search.ts';
import { columnShowing, topAfter, topShowing } from './tops.ts';

export interface Room {
  readonly columns: number;
  readonly rows: number;
}

export interface FileViewOptions {
  readonly pages: Pages;
  /** The room for the file, in cells. */
  readonly room: () => Room;
  /** Says a sentence in the status bar; null takes it away. */
  readonly say: (tone: 'info' | 'warning' | 'error' | 'stoppable', words: string | null) => void;
  /** Shows the view as it is, while something goes on. */
  readonly show: (view: View) => void;
  readonly now: () => number;
  readonly pictures: Pictures;
}

const HEAD = 64 * 1024;
/** Milliseconds between two words about how far something is. */
const PROGRESS_PACE = 300;

/** Where a person is in a file, and how it is shown there. */
export class FileView {
  readonly #options: FileViewOptions;
  readonly #finder: Finder;
  readonly #picture: ShownPicture;
  #state: View['state'] = 'waiting';
  #mode: ViewMode = 'text';
  #encoding: Encoding = 'utf-8';
  #isBinary = false;
  #isWrapped = true;
  #markLength = 0;
  #top = 0;
  #end = 0;
  #column = 0;
  #rows: readonly ViewRow[] = [];
  #generation = 0;
  #isBusy = false;

  constructor(options: FileViewOptions) {
    this.#options = options;
    this.#finder = new Finder((words) => options.say('info', words));
    this.#picture = new ShownPicture(options.pages, options.pictures);
  }

  view(): View {
    return {
      state: this.#state,
      mode: this.#mode,
      encoding: this.#encoding,
      isWrapped: this.#isWrapped,
      rows: this.#rows,
      picture: this.#mode === 'picture' ? this.#picture.picture : null,
      kind: this.#picture.words ?? (this.#isBinary ? 'binary' : ''),
      size: this.#options.pages.facts?.size ?? null,
      offset: this.#top,
      end: this.#end,
      isBusy: this.#isBusy,
      column: this.#column,
    };
  }

  /** Does what the person wants and lays out what is then seen. False when nothing of it has changed. */
  async perform(act: ViewAct, signal: AbortSignal): Promise<boolean> {
    const { pages, say } = this.#options;
    try {
      if (act.type === 'reload') pages.forget();
      if (act.type === 'look') await pages.look(signal);
      if (act.type === 'look' && pages.generation === this.#generation) return false;
      if (this.#state !== 'ready') await this.#begin(signal);
      await this.#move(act, signal);
      await this.#lay(signal);
    } finally {
      this.#isBusy = false;
    }
    if (pages.generation === this.#generation) return true;
    this.#generation = pages.generation;
    this.#finder.forget();
    await this.#lay(signal);
    say('warning', 'The file has changed; this is how it is now');
    return true;
  }

  /** Takes note of an error. True when there is nothing else to show, so that the words stand in its place. */
  failed(words: string): boolean {
    if (this.#state === 'ready') return false;
    this.#state = 'failed';
    this.#rows = [[{ text: words, look: 'plain' }]];
    return true;
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const head = await this.#options.pages.read(0, HEAD, signal);
    const guess = guessEncoding(head);
    this.#encoding = guess.encoding;
    this.#markLength = guess.markLength;
    this.#isBinary = guess.isBinary;
    await this.#picture.recognise(head);
    this.#mode = this.#picture.words !== null ? 'picture' : guess.isBinary ? 'hex' : 'text';
    this.#generation = this.#options.pages.generation;
    this.#state = 'ready';
  }

  async #move(act: ViewAct, signal: AbortSignal): Promise<void> {
    if (this.#mode === 'picture' && act.type !== 'next-mode') return;
    const layout = this.#layout();
    switch (act.type) {
      case 'scroll':
        this.#top = await topAfter(layout, this.#top, act.rows, signal);
        return;
      case 'page':
        this.#top = await topAfter(layout, this.#top, Math.round(act.pages * this.#options.room().rows), signal);
        return;
      case 'start':
        this.#top = 0;
        this.#column = 0;
        return;
      case 'end':
        return this.#toEnd(layout, signal);
      case 'sideways':
        if (this.#mode === 'text' && !this.#isWrapped) this.#column = Math.max(0, this.#column + act.columns);
        return;
      case 'next-mode':
        this.#mode = this.#nextMode();
        return this.#reshape(signal);
      case 'wrap':
        this.#isWrapped = !this.#isWrapped;
        this.#column = 0;
        return this.#reshape(signal);
      case 'next-encoding':
        return this.#nextEncoding(signal);
      case 'find':
        return this.#toFound(await this.#finder.find(act.text, act.isBackward, this.#look(signal)), signal);
      case 'find-again':
        return this.#toFound(await this.#finder.again(act.isReversed, this.#look(signal)), signal);
      case 'go':
        return this.#go(act.text, signal);
      case 'fit':
      case 'look':
      case 'reload':
        return this.#reshape(signal);
      case 'stop':
        this.#finder.forget();
    }
  }

  /** Lays out what is seen; the last page is always a full one. */
  async #lay(signal: AbortSignal): Promise<void> {
    if (this.#mode === 'picture') return this.#draw(signal);
    const layout = this.#layout();
    const { rows } = this.#options.room();
    let laid = await layout.lay(this.#top, rows, this.#finder.found, signal);
    if (laid.rows.length < rows && this.#top > 0) {
      await this.#toEnd(layout, signal);
      laid = await layout.lay(this.#top, rows, this.#finder.found, signal);
    }
    this.#rows = laid.rows;
    this.#end = laid.end;
  }

  /** The picture, or why it cannot be drawn. */
  async #draw(signal: AbortSignal): Promise<void> {
    const { pages, room } = this.#options;
    this.#top = 0;
    this.#end = pages.facts?.size ?? 0;
    this.#rows = await this.#picture.draw(room(), signal);
  }

  #nextMode(): ViewMode {
    if (this.#mode === 'picture') return 'hex';
    if (this.#mode === 'hex') return 'text';
    return this.#picture.words === null ? 'hex' : 'picture';
  }

  #layout(): Layout {
    const { pages, room } = this.#options;
    const { columns } = room();
    if (this.#mode === 'hex') return hexLayout(pages, hexShape(columns, pages.facts?.size ?? 0));
    return textLayout({
      pages,
      markLength: this.#markLength,
      wish: { width: columns, isWrapped: this.#isWrapped, column: this.#column, encoding: this.#encoding },
    });
  }

  async #toEnd(layout: Layout, signal: AbortSignal): Promise<void> {
    const { pages, room } = this.#options;
    this.#top = await topAfter(layout, pages.facts?.size ?? 0, -room().rows, signal);
  }

  /** The same place, where rows begin elsewhere now. */
  async #reshape(signal: AbortSignal): Promise<void> {
    const { facts } = this.#options.pages;
    if (facts === null) await this.#options.pages.read(0, 1, signal);
    const last = Math.max(0, (this.#options.pages.facts?.size ?? 0) - 1);
    this.#top = await this.#layout().holding(aligned(Math.min(this.#top, last), this.#encoding), signal);
  }

  async #nextEncoding(signal: AbortSignal): Promise<void> {
    this.#encoding = ENCODINGS[(ENCODINGS.indexOf(this.#encoding) + 1) % ENCODINGS.length] ?? 'utf-8';
    this.#markLength = markLengthOf(await this.#options.pages.read(0, HEAD, signal), this.#encoding);
    this.#finder.forget();
    await this.#reshape(signal);
  }

  #look(signal: AbortSignal): Look {
    const { pages } = this.#options;
    const place = { encoding: this.#encoding, isHex: this.#mode === 'hex', top: this.#top, end: this.#end };
    return { pages, ...place, onProgress: this.#progress('Looking'), signal };
  }

  /** Brings what was found into view. */
  async #toFound(found: Found | null, signal: AbortSignal): Promise<void> {
    if (found === null) return;
    const layout = this.#layout();
    const { columns, rows } = this.#options.room();
    this.#top = await topShowing(layout, found, { top: this.#top, end: this.#end }, rows, signal);
    if (this.#isWrapped || this.#mode !== 'text') return;
    this.#column = await columnShowing(layout, found, this.#column, columns, signal);
  }

  async #go(text: string, signal: AbortSignal): Promise<void> {
    const place = parsePlace(text, this.#mode === 'hex');
    const search = { pages: this.#options.pages, signal, onProgress: this.#progress('Counting lines') };
    const offset = await offsetOf(place, search, this.#encoding);
    this.#top = place.type === 'line' ? offset : await this.#layout().holding(aligned(offset, this.#encoding), signal);
  }

  /** Says now and then how far something is. */
  #progress(what: string): (share: number) => void {
    const { now, say, show } = this.#options;
    let last = now();
    return (share) => {
      if (now() - last < PROGRESS_PACE) return;
      last = now();
      if (!this.#isBusy) {
        this.#isBusy = true;
        show(this.view());
      }
      say('stoppable', `${what}: ${Math.floor(Math.min(1, share) * 100)} %`);
    };
  }
}

function aligned(offset: number, encoding: Encoding): number {
  return offset - (offset % unitOf(encoding));
}
