import type { ChildrenPage, Described } from '../rules/nodes/list.ts';
import { json } from './answers.ts';
import type { Answer } from './call.ts';
import { representNode } from './represent.ts';

export interface ListingSource {
  readonly directory: Described;
  readonly first: ChildrenPage;
  /** Reads on after the last name of the page before. */
  readonly next: (after: string) => Promise<ChildrenPage>;
  readonly publicBase: string;
}

/** A directory with its children: in one piece when they fit in a page, else written out while they are read. */
export function listing(source: ListingSource): Answer {
  const { directory, first, publicBase } = source;
  const head = representNode(directory, publicBase);
  if (first.next === null)
    return json({ ...head, children: first.children.map((child) => representNode(child, publicBase)) });
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: write(JSON.stringify(head), source) };
}

async function* write(head: string, { first, next, publicBase }: ListingSource): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${head.slice(0, -1)},"children":[`);
  let page = first;
  for (let isFirst = true; ; isFirst = false) {
    const parts = page.children.map((child) => JSON.stringify(representNode(child, publicBase)));
    if (parts.length > 0) yield Buffer.from((isFirst ? '' : ',') + parts.join(','));
    if (page.next === null) break;
    page = await next(page.next);
  }
  yield Buffer.from(']}');
}
