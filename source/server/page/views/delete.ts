import type { Found } from '../../rules/nodes/find.ts';
import { actAddress, folderAround, HOME, joinPlace, placeAddress } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { layout, tokenField } from './layout.ts';
import { trail } from './trail.ts';
import { shownName, shownSize } from './words.ts';

/** What would go. */
export interface Doomed extends Found {
  /** Files below a folder, or 1 for a file. */
  readonly files: number;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** What the thing looked like; when it looks different in the end, nothing goes. */
  readonly seen: string;
}

/** The question before something is deleted. A whole volume asks for its name. */
export function deleteView(visit: Visit, doomed: Doomed): Html {
  const { node, volume, path } = doomed;
  const isVolume = node.parent_id === null;
  const place = joinPlace(volume.path, path);
  const name = isVolume ? volume.path : node.name;
  const back = isVolume ? HOME : placeAddress(folderAround(volume.path, path));
  const body = html`${trail(volume.path, path)}
    <h1>Delete ${shownName(name)}?</h1>
    <p>${words(doomed)} It also vanishes from every computer that keeps it in step.</p>
    <form class="question" method="post" action="${actAddress('delete', place)}">
      ${tokenField(visit)}
      <input type="hidden" name="seen" value="${doomed.seen}" />
      ${isVolume ? askName(name) : html``}
      <div class="buttons">
        <a class="button" href="${back}" ${isVolume ? html`` : html`autofocus`}>Keep it</a>
        <button class="danger">Delete</button>
      </div>
    </form>`;
  return layout({ title: `Delete ${name}?`, visit, notice: visit.notice, section: 'files', body });
}

function words({ node, files, bytes }: Doomed): string {
  if (node.kind === 'file') return `The file (${shownSize(node.size)}) goes.`;
  if (files === 0) return 'The folder goes; there is no file in it.';
  const count = files === 1 ? 'one file' : `${files} files`;
  return `The folder goes with all that is in it: ${count}, ${shownSize(bytes)}.`;
}

function askName(name: string): Html {
  return html`<p class="field">
    <label for="confirm">To delete it, type its name: <strong>${shownName(name)}</strong></label>
    <input id="confirm" type="text" name="name" required autocomplete="off" autofocus />
  </p>`;
}
