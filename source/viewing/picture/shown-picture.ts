import { isAppError } from '../../domain/app-error.ts';
import { safeText } from '../../domain/safe-text.ts';
import type { ViewPicture, ViewRow } from '../../domain/view.ts';
import type { Pages } from '../pages.ts';
import { drawPicture, type Drawing, type Pictures } from './draw-picture.ts';
import { pictureKind, pictureWords, type PictureKind } from './picture-kind.ts';

/** The picture that a file is, if it is one; drawn anew only where the file or the room for it is another. */
export class ShownPicture {
  readonly #pages: Pages;
  readonly #pictures: Pictures;
  #kind: PictureKind | null = null;
  #picture: ViewPicture | null = null;
  #rows: readonly ViewRow[] = [];
  #drawnFor = '';

  constructor(pages: Pages, pictures: Pictures) {
    this.#pages = pages;
    this.#pictures = pictures;
  }

  /** What kind of picture it is, in words; null where the file is none. */
  get words(): string | null {
    return this.#kind === null ? null : pictureWords(this.#kind);
  }

  /** Null where it is not drawn, or cannot be. */
  get picture(): ViewPicture | null {
    return this.#picture;
  }

  /** Looks at the first bytes of the file. */
  async recognise(head: Uint8Array): Promise<void> {
    this.#kind = await pictureKind(head);
    this.#drawnFor = '';
  }

  /** Draws it, in cells, and says in rows why it cannot be drawn; no rows where it can. */
  async draw(room: Drawing['room'], signal: AbortSignal): Promise<readonly ViewRow[]> {
    const wanted = `${this.#pages.generation} ${room.columns}x${room.rows}`;
    if (this.#kind === null || wanted === this.#drawnFor) return this.#rows;
    this.#rows = await this.#drawKind(this.#kind, room, signal);
    this.#drawnFor = wanted;
    return this.#rows;
  }

  async #drawKind(kind: PictureKind, room: Drawing['room'], signal: AbortSignal): Promise<readonly ViewRow[]> {
    try {
      this.#picture = await drawPicture({ pages: this.#pages, kind, room, pictures: this.#pictures, signal });
      return [];
    } catch (error) {
      if (!isAppError(error) || error.code !== 'unsupported') throw error;
      this.#picture = null;
      return [`${pictureWords(kind)}: ${error.message}.`, 'Its bytes can be shown instead.'].map((text) => [
        { text: safeText(text), look: 'plain' },
      ]);
    }
  }
}
