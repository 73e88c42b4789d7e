import { createHash } from 'node:crypto';

/** The hash of `hello`, as the server writes it. */
export const HELLO_HASH = `sha1:${createHash('sha1').update('hello').digest('hex')}`;

/** A node as the server answers with it: the file `/a.txt` of the volume `v` with `hello` in it, but for what is given. */
export function wireNode({ path = '/a.txt', ...more }: { path?: string; [field: string]: unknown } = {}) {
  return {
    resource_path: `/~/v${path}`,
    key: 'B12R09pcQz6s-EjMNbkbDw',
    kind: 'file',
    path,
    parent_path: '/~/v',
    volume_path: '/volumes/~/v',
    when_created: '2013-04-22T11:29:46Z',
    when_changed: '2013-04-22T11:29:46Z',
    generation: 2,
    generation_created: 1,
    is_live: true,
    content_path: `/content/~/v${path}`,
    hash: HELLO_HASH,
    size: 5,
    is_public: false,
    public_url: null,
    ...more,
  };
}
