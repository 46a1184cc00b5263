#!/bin/sh
# look_at.sh DIR FILE…
# Describes files that could perhaps not be executed; a relative FILE is below DIR.
# Output: for each FILE a line KIND<TAB>BYTES<TAB>FILE. KIND: missing, directory, plain, or executable. BYTES: its first
# 4096 bytes in hexadecimal, or nothing.
# Exit: 0; 1 there is no DIR.
set -eu
cd -- "$1"
shift
for file in "$@"; do
  kind=missing bytes=
  if [ -d "$file" ]; then kind=directory
  elif [ -e "$file" ]; then
    kind=plain
    [ ! -x "$file" ] || kind=executable
    [ ! -f "$file" ] || bytes=$(head -c 4096 <"$file" | od -An -v -tx1 | tr -d ' \n') || true
  fi
  printf '%s\t%s\t%s\n' "$kind" "$bytes" "$file"
done
