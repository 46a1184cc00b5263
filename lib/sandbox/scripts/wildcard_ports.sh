#!/bin/sh
# wildcard_ports.sh
# Output: the TCP sockets of this host, as in /proc/net/tcp and then /proc/net/tcp6; nothing when they cannot be read. Exit: 0.
set -eu
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || true
