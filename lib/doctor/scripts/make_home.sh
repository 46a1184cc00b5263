#!/bin/sh
# make_home.sh
# Creates the directory ${E2E_HOME:-~/.e2e}.
# Output: its path. Exit: 0; other when it cannot be created.
set -eu
umask 077
home=${E2E_HOME:-$HOME/.e2e}
mkdir -p "$home"
printf '%s\n' "$home"
