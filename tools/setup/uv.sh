#!/bin/sh
# uv.sh DIR
# Puts uv, which gets Python programs what they need, into DIR/bin, where it is not there yet. Needs python3 with pip.
# Output: none but errors. Exit status: 0 when it is there.
set -eu
[ -x "$1/bin/uv" ] || python3 -m pip install --quiet --no-cache-dir --root-user-action ignore --target "$1" uv==0.13.8
