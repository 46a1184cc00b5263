#!/bin/sh
# file_write.sh FILE
# Replaces FILE with standard input, atomically and readable for this user only.
# Output: none. Exit: 0; other when it cannot be written.
set -eu
umask 077
cat >"$1.new"
mv -f "$1.new" "$1"
