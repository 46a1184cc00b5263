#!/bin/sh
# notes.sh
# Reads the notes that note.sh left in ${E2E_HOME:-~/.e2e}/abandoned, and removes incomplete ones older than ten minutes.
# Output: for each note its path and its text, each ended by NUL. Exit: 0; 1 some notes cannot be read; their names are on
# standard error.
set -eu
cd "${E2E_HOME:-$HOME/.e2e}/abandoned" 2>/dev/null || exit 0
find . -maxdepth 1 -name '.*.new' -mmin +10 -delete 2>/dev/null || true
code=0
for note in *.json; do
  [ -e "$note" ] || continue
  if [ -f "$note" ] && [ -r "$note" ]; then
    printf '%s\0' "$PWD/$note"
    cat "$note" || [ ! -e "$note" ] # another process may have reported and removed it
    printf '\0'
  else
    echo "$note cannot be read" >&2
    code=1
  fi
done
exit "$code"
