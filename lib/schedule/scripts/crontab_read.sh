#!/bin/sh
# crontab_read.sh FILE
# Writes this user's crontab into FILE, byte for byte.
# Output: crontab's own complaints. Exit: 0 it is there; 3 there is none; other when it cannot be read.
set -eu
export LC_ALL=C
if ! error=$(crontab -l 2>&1 >"$1"); then
  case $error in 'no crontab for '*) exit 3 ;; esac
  printf '%s\n' "$error" >&2
  exit 1
fi
# Debian's crontab -l shows a carriage return as \r: what an editor is given is exact.
if grep -q '\\r' "$1"; then VISUAL="cat >$1" crontab -e >/dev/null 2>&1 </dev/null; fi
