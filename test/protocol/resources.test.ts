import { expect, test } from 'vitest';
import {
  decodeNode,
  decodeNodeQuickly,
  decodeNodes,
  decodeQuota,
  decodeSso2Token,
  decodeUser,
  decodeVolumes,
  decodeVolumeWithDelta,
} from '../../source/protocol/resources.ts';

const file = {
  resource_path: '/~/Ubuntu One/Public file.txt',
  key: 'B12R09pcQz6s-EjMNbkbDw',
  kind: 'file',
  path: '/Public file.txt',
  parent_path: '/~/Ubuntu One',
  volume_path: '/volumes/~/Ubuntu One',
  when_created: '2013-04-22T11:29:46Z',
  when_changed: '2013-04-22T11:29:46Z',
  generation: 3916,
  generation_created: 3836,
  is_live: true,
  content_path: '/content/~/Ubuntu One/Public file.txt',
  hash: null,
  size: null,
  is_public: false,
  public_url: null,
};
const { hash: _hash, size: _size, is_public: _isPublic, public_url: _publicUrl, ...shared } = file;
const directory = { ...shared, kind: 'directory', path: '/', parent_path: null, has_children: true };
const volume = {
  resource_path: '/volumes/~/Ubuntu One',
  type: 'root',
  path: '~/Ubuntu One',
  generation: 3921,
  node_path: '/~/Ubuntu One',
  content_path: '/content/~/Ubuntu One',
  when_created: '2012-08-25T15:34:49Z',
};

test('a file without content and directories are read, unknown keys dropped', () => {
  expect(decodeNode({ ...file, is_root: false })).toEqual(file);
  expect(decodeNodes([file, { ...directory, children: [file] }])).toEqual([file, directory]);
});

test('volumes, a delta, the user and the quota are read', () => {
  expect(decodeVolumes([volume])).toEqual([volume]);
  const delta = { from_generation: 1, nodes: [{ ...file, is_live: false }] };
  expect(decodeVolumeWithDelta({ ...volume, delta }).delta).toEqual(delta);
  const user = {
    resource_path: '',
    user_id: 1,
    visible_name: 'B',
    max_bytes: 5,
    used_bytes: 2,
    root_node_path: '/~/Ubuntu One',
    user_node_paths: [],
  };
  expect(decodeUser(user)).toEqual(user);
  expect(decodeQuota({ total: 5, used: 2 })).toEqual({ total: 5, used: 2 });
});

test.each([
  ['a wrong type', () => decodeNode({ ...file, size: '12' }), /size/],
  ['a missing key', () => decodeNode({ ...file, hash: undefined }), /hash/],
  ['an unknown kind', () => decodeNode({ ...file, kind: 'symlink' }), /kind/],
  ['a fault deep inside', () => decodeNodes([file, { ...file, path: 3 }]), /1\.path/],
  ['a negative size', () => decodeQuota({ total: -1, used: 0 }), /total/],
  ['no object at all', () => decodeUser('<html>'), /the whole/],
  ['null', () => decodeSso2Token(null), /the whole/],
])('%s is a bad answer that names the place', (_what, decode, words) => {
  expect(decode).toThrow(expect.objectContaining({ code: 'bad-answer', message: expect.stringMatching(words) }));
});

test('the quick decoder takes and refuses the same as the thorough one, in the same words', () => {
  for (const node of [file, directory, { ...file, hash: 'sha1:0', size: 3, public_url: 'http://h/x' }]) {
    expect(decodeNodeQuickly(node)).toEqual(decodeNode(node));
  }
  const wrong = [undefined, null, 3, '', [], new Date(), -1, 1.5, true];
  for (const whole of [file, directory]) {
    for (const key of Object.keys(whole)) {
      for (const value of wrong) {
        const node = { ...whole, [key]: value };
        expect([key, value, outcome(() => decodeNodeQuickly(node))]).toEqual([
          key,
          value,
          outcome(() => decodeNode(node)),
        ]);
      }
    }
  }
  for (const value of wrong) expect(outcome(() => decodeNodeQuickly(value))).toBe(outcome(() => decodeNode(value)));
});

function outcome(act: () => unknown): string {
  try {
    act();
    return 'taken';
  } catch (error) {
    return String(error);
  }
}
