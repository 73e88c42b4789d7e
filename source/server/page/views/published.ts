import type { Described } from '../../rules/nodes/list.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../page-call.ts';
import { placeTable } from './folder.ts';
import { layout } from './layout.ts';
import type { RowContext } from './place-row.ts';

/** Every file that anyone can read. */
export function publishedView(visit: Visit, files: readonly Described[], row: RowContext): Html {
  const body = html`<h1>Published files</h1>
    <p>Anyone who knows the address of one of these can read it.</p>
    ${
      files.length === 0
        ? html`<p class="empty">Nothing is published.</p>`
        : placeTable(files, { ...row, showsPath: true }, 'Published files')
    }`;
  return layout({ title: 'Published files', visit, notice: visit.notice, section: 'published', body });
}
