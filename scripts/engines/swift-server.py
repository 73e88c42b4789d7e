"""One server of OpenStack Swift: its own programs look for their settings in /etc alone.

usage: swift-server.py FOLDER proxy|account|container|object
"""
import sys

import swift.common.utils as utils

folder, kind = sys.argv[1:]
utils.SWIFT_CONF_FILE = f'{folder}/swift.conf'

# Whatever reads that file on being imported comes after.
from swift.common.wsgi import run_wsgi  # noqa: E402

sys.exit(run_wsgi(f'{folder}/{kind}.conf', f'{kind}-server'))
