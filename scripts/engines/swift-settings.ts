/** A kind of server of OpenStack Swift that keeps something. */
export const KEEPERS = ['account', 'container', 'object'] as const;
export type Keeper = (typeof KEEPERS)[number];

export interface SwiftLayout {
  readonly folder: string;
  /** Whose rights the servers have. */
  readonly user: string;
  /** The keys of the one user. */
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What all servers have to agree on. */
export const COMMON = `[swift-hash]
swift_hash_path_prefix = u1file
swift_hash_path_suffix = u1file
[storage-policy:0]
name = only
default = yes
[swift-constraints]
max_file_size = 5368709122
`;

/** The settings of a server that keeps things in a folder, on the loopback alone. */
export function keeperSettings(kind: Keeper, port: number, layout: SwiftLayout): string {
  return `[DEFAULT]
${common(port, layout)}
devices = ${layout.folder}/devices
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = ${kind}-server
[app:${kind}-server]
use = egg:swift#${kind}
`;
}

/** The settings of the proxy, which speaks S3. */
export function proxySettings(port: number, layout: SwiftLayout): string {
  const filters = 'catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo symlink';
  const plain = filters.split(' ').filter((name) => !['cache', 's3api', 'tempauth', 'slo'].includes(name));
  return `[DEFAULT]
${common(port, layout)}
[pipeline:main]
pipeline = ${filters} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
${plain.map((name) => `[filter:${name}]\nuse = egg:swift#${name}`).join('\n')}
[filter:cache]
use = egg:swift#memcache
[filter:s3api]
use = egg:swift#s3api
location = default
# As many as Amazon takes; 1000 otherwise, which is 8 GB in parts of 8 MiB.
max_upload_part_num = 10000
[filter:slo]
use = egg:swift#slo
max_manifest_segments = 10000
[filter:tempauth]
use = egg:swift#tempauth
user_${layout.keys.accessKeyId.replace(':', '_')} = ${layout.keys.secretAccessKey} .admin
`;
}

function common(port: number, { folder, user }: SwiftLayout): string {
  return `bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${user}
swift_dir = ${folder}
log_level = WARNING`;
}
