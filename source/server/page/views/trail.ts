import { HOME, joinPlace, placeAddress } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { shownName } from './words.ts';

/** Where a page is: all folders, the volume, and each folder down to the place itself, which is no link. */
export function trail(volume: string, path: string): Html {
  const names = path === '/' ? [] : path.slice(1).split('/');
  const places = [
    { name: volume, path: volume },
    ...names.map((name, depth) => ({ name, path: joinPlace(volume, `/${names.slice(0, depth + 1).join('/')}`) })),
  ];
  const steps = places.map((place, depth) =>
    depth === places.length - 1
      ? html`<li aria-current="page">${shownName(place.name)}</li>`
      : html`<li><a href="${placeAddress(place.path)}">${shownName(place.name)}</a></li>`,
  );
  return html`<nav class="trail" aria-label="Folders above">
    <ol>
      <li><a href="${HOME}">All folders</a></li>
      ${steps}
    </ol>
  </nav>`;
}
