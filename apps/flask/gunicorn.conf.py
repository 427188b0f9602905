"""https://docs.gunicorn.org/en/stable/settings.html"""

import os

from flask_app.database import THREADS

wsgi_app = "flask_app:create_app()"
bind = [f"0.0.0.0:{port}" for port in os.environ.get("PORTS", "5000").split(",")]

# One process, which alone knows all metrics. More pods serve more requests.
workers = 1
worker_class = "gthread"
threads = THREADS

# Longer than a proxy keeps an idle connection: it is the one to close it, so no request meets a closed one.
keepalive = int(os.environ.get("KEEP_ALIVE_SECONDS", "105"))
graceful_timeout = int(os.environ.get("SHUTDOWN_SECONDS", "20"))

# No proxy is believed: one of the ports is open to everybody, and no answer depends on who asks, or by which protocol.
forwarded_allow_ips = ""

# The heartbeat is a file; on a disk it could block.
worker_tmp_dir = "/dev/shm"

# It would be a file in a home that does not exist here, and nobody asks for it.
control_socket_disable = True
