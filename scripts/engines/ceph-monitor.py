"""Commands for the monitor of a Ceph cluster, all in one process: each start of the ceph program takes a second.

usage: ceph-monitor.py SETTINGS new UUID...    registers storage nodes
       ceph-monitor.py SETTINGS up N           waits until N storage nodes are up
       ceph-monitor.py SETTINGS clean          waits until every copy is where it belongs
"""
import json
import sys
import time

import rados

settings, verb, *rest = sys.argv[1:]
cluster = rados.Rados(conffile=settings, name='client.admin')
cluster.connect(timeout=30)


def ask(**command):
    code, answer, words = cluster.mon_command(json.dumps({'format': 'json', **command}), b'')
    if code != 0:
        sys.exit(f'{command}: {words}')
    return json.loads(answer or 'null')


def wait(is_so):
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.1)
    sys.exit(f'{verb}: not within two minutes')


if verb == 'new':
    for uuid in rest:
        ask(prefix='osd new', uuid=uuid)
elif verb == 'up':
    wait(lambda: ask(prefix='osd stat')['num_up_osds'] >= int(rest[0]))
else:
    wait(lambda: all('active+clean' in each['state_name'] for each in ask(prefix='pg stat')['pg_summary']['num_pg_by_state']))
cluster.shutdown()
