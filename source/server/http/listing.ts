import type { Snapshot } from '../metadata/metadata.ts';
import { listChildren } from '../rules/nodes/list.ts';
import type { ChildrenPage, Described } from '../rules/nodes/list.ts';
import { json } from './answers.ts';
import type { Answer } from './call.ts';
import { representNode } from './represent.ts';

/** Children are read so many at a time. */
const PAGE = 100;

export interface ListingSource {
  readonly directory: Described;
  /** As many children as go out in one piece. */
  readonly first: ChildrenPage;
  /** For the case that there are more: all of them are read from one state, so that none is missed or seen twice. */
  readonly openSnapshot: () => Promise<Snapshot>;
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

async function* write(head: string, source: ListingSource): AsyncGenerator<Uint8Array> {
  const { directory, first, openSnapshot, publicBase } = source;
  const snapshot = await openSnapshot();
  try {
    yield Buffer.from(`${head.slice(0, -1)},"children":[`);
    // The first page is short, so that the first bytes are there soon.
    let limit = first.children.length;
    let after: string | null = null;
    do {
      const options = { after, limit };
      const page: ChildrenPage = await snapshot.read((tx) => listChildren(tx, directory, options));
      const parts = page.children.map((child) => JSON.stringify(representNode(child, publicBase)));
      if (parts.length > 0) yield Buffer.from((after === null ? '' : ',') + parts.join(','));
      after = page.next;
      limit = PAGE;
    } while (after !== null);
    yield Buffer.from(']}');
  } finally {
    await snapshot.close();
  }
}
