#!/bin/sh
# crontab_read.sh FILE
# Writes this user's crontab into FILE, byte for byte.
# Output: crontab's error messages. Exit: 0; 3 there is no crontab; other when it cannot be read.
set -eu
export LC_ALL=C
if ! error=$(crontab -l 2>&1 >"$1"); then
  case $error in 'no crontab for '*) exit 3 ;; esac
  printf '%s\n' "$error" >&2
  exit 1
fi
# Debian's crontab -l prints a carriage return as \r, but an editor gets the exact bytes.
if grep -q '\\r' "$1"; then VISUAL="cat >$1" crontab -e >/dev/null 2>&1 </dev/null; fi
