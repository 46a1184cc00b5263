#!/bin/sh
# list_files.sh DIR [CONDITION…]
# Lists the regular files below DIR. CONDITION: arguments of find(1) that a file must also meet.
# Output: records, each ended by NUL: SIZE<TAB>PATH, "SIZE closed"<TAB>PATH for a file that this user cannot read, and
# closed<TAB>PATH for a directory that this user cannot look into. Paths are relative to DIR; sizes are bytes.
# Exit: 0, also when DIR is missing; other when not all could be listed, with the reason on standard error.
set -eu
from=$1
shift
[ -d "$from" ] || exit 0
LC_ALL=C find "$from" -type d \( ! -readable -o ! -executable \) -prune -printf 'closed\t%P\0' \
  -o -type f "$@" \( -readable -printf '%s\t%P\0' -o -printf '%s closed\t%P\0' \)
