import { encodeComponent } from '../../../protocol/path-codec.ts';
import type { Quota } from '../../rules/quota.ts';
import type { ChildrenPage, Described } from '../../rules/nodes/list.ts';
import { actAddress, joinPlace, placeAddress } from '../addresses.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { layout, tokenField } from './layout.ts';
import { placeRow } from './place-row.ts';
import type { RowContext } from './place-row.ts';
import { trail } from './trail.ts';
import { quotaMeter, shownName } from './words.ts';

export interface FolderParts {
  readonly visit: Visit;
  readonly folder: Described;
  readonly children: ChildrenPage;
  /** True where this is the folder from its beginning. */
  readonly isFirst: boolean;
  readonly quota: Quota;
  readonly row: RowContext;
}

/** A folder: what is in it, and what can be put there. */
export function folderView({ visit, folder, children, isFirst, quota, row }: FolderParts): Html {
  const name = folder.path === '/' ? folder.volume.path : folder.node.name;
  const path = joinPlace(folder.volume.path, folder.path);
  const body = html`${trail(folder.volume.path, folder.path)}
    <h1>${shownName(name)}</h1>
    <div class="tools">${uploadForm(visit, path)} ${newFolderForm(visit, path)}</div>
    ${table(children, row, isFirst)} ${more(path, children.next)} ${quotaMeter(quota)}`;
  return layout({ title: name, visit, notice: visit.notice, section: 'files', body });
}

/** Rows of files and folders under one head. */
export function placeTable(places: readonly Described[], row: RowContext, caption: string): Html {
  return html`<table class="places">
    <caption class="unseen">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" class="size">Size</th>
        <th scope="col" class="time">Changed</th>
        <th scope="col" class="acts"><span class="unseen">What to do</span></th>
      </tr>
    </thead>
    <tbody>
      ${places.map((place) => placeRow(place, row))}
    </tbody>
  </table>`;
}

function table({ children, next }: ChildrenPage, row: RowContext, isFirst: boolean): Html {
  if (children.length === 0) return html`<p class="empty">${isFirst ? 'Nothing in here yet.' : 'That was all.'}</p>`;
  // What is not all here can only come in the order in which it is kept.
  const isWhole = isFirst && next === null;
  return placeTable(isWhole ? children.toSorted(inOrder()) : children, row, 'Files and folders');
}

/** Folders first, then by name as people count. */
function inOrder(): (a: Described, b: Described) => number {
  const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const rank = ({ node }: Described) => (node.kind === 'directory' ? 0 : 1);
  return (a, b) => rank(a) - rank(b) || names.compare(a.node.name, b.node.name);
}

function more(path: string, next: string | null): Html {
  if (next === null) return html``;
  return html`<p>
    <a class="button" href="${placeAddress(path)}?after=${encodeComponent(next)}">More of this folder</a>
  </p>`;
}

function uploadForm(visit: Visit, path: string): Html {
  return html`<form
    id="upload"
    class="tool"
    method="post"
    enctype="multipart/form-data"
    action="${actAddress('upload', path)}"
    data-folder="${placeAddress(path)}"
  >
    ${tokenField(visit)}
    <h2>Upload files</h2>
    <p class="check">
      <input id="replace" type="checkbox" name="replace" value="yes" />
      <label for="replace">Replace files of the same name</label>
    </p>
    <div class="line">
      <input type="file" name="file" multiple required aria-label="Files to upload" />
      <button class="first">Upload</button>
    </div>
    <p class="hint" data-drop-hint hidden>Or drop files and folders anywhere on this page.</p>
    <div class="progress" data-progress hidden>
      <progress max="1" value="0" aria-label="Upload"></progress>
      <span data-progress-words></span>
      <button type="button" data-cancel>Cancel</button>
    </div>
  </form>`;
}

function newFolderForm(visit: Visit, path: string): Html {
  return html`<form class="tool" method="post" action="${actAddress('new-folder', path)}">
    ${tokenField(visit)}
    <h2>New folder</h2>
    <div class="line">
      <input id="new-folder" type="text" name="name" required autocomplete="off" aria-label="Name of the new folder" />
      <button>Create</button>
    </div>
  </form>`;
}
