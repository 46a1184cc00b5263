#!/bin/sh
# uv.sh DIR
# Installs uv, a package manager for Python, in DIR/bin if it is missing there. Needs python3 with pip.
# Output: only errors. Exit status: 0 when uv is installed.
set -eu
[ -x "$1/bin/uv" ] || python3 -m pip install --quiet --no-cache-dir --root-user-action ignore --target "$1" uv==0.13.8
