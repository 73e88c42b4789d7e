export interface CephLayout {
  readonly folder: string;
  readonly id: string;
  readonly monitorPort: number;
  /** The first of some hundred ports that the storage nodes choose from. */
  readonly nodePorts: number;
  readonly nodes: number;
}

/** The settings of a small Ceph cluster in one folder, on the loopback alone, without secrets between its parts. */
export function cephSettings({ folder, id, monitorPort, nodePorts, nodes }: CephLayout): string {
  return `[global]
fsid = ${id}
mon_host = v2:127.0.0.1:${monitorPort}
mon_initial_members = a
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_port_min = ${nodePorts}
ms_bind_port_max = ${nodePorts + 400}
run_dir = ${folder}/run
admin_socket = ${folder}/run/$name.asok
pid_file =
log_file = ${folder}/log/$name.log
log_to_stderr = false
log_to_file = true
crash_dir = ${folder}/run
osd_pool_default_size = ${nodes}
osd_pool_default_min_size = ${Math.floor(nodes / 2) + 1}
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
# Copies go to different nodes, though all are on one machine.
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
osd_max_pg_per_osd_hard_ratio = 10
[mon]
mon_data = ${folder}/mon
mon_data_avail_warn = 1
mon_data_avail_crit = 1
mon_osd_initial_require_min_compat_client = luminous
paxos_propose_interval = 0.1
paxos_min_wait = 0.01
mon_osd_down_out_interval = 600
mon_osd_min_down_reporters = 1
mon_osd_adjust_heartbeat_grace = false
[osd]
osd_data = ${folder}/osd$id
osd_objectstore = memstore
memstore_device_bytes = 3221225472
osd_heartbeat_interval = 1
osd_heartbeat_grace = 4
osd_class_load_list = *
osd_class_default_list = *
[client]
# Without secrets there is nothing to encrypt with.
ms_mon_client_mode = crc
rgw_data = ${folder}/gateway
rgw_enable_usage_log = false
rgw_enable_ops_log = false
rgw_thread_pool_size = 64
rgw_gc_max_objs = 7
rgw_usage_max_shards = 1
rgw_override_bucket_index_max_shards = 1
rgw_lc_max_objs = 3
rgw_num_control_oids = 2
rgw_run_sync_thread = false
`;
}
