#!/bin/sh
# binary_tidy.sh
# Removes incomplete uploads from ~/.e2e/bin, unless binary_swap.sh is running.
# Output: none. Exit: 0; 1 an upload is running.
set -eu
bin=$HOME/.e2e/bin
[ -d "$bin" ] || exit 0
exec 9<"$bin"
flock -n 9
rm -rf "$bin"/.new-*
