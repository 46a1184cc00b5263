#!/bin/sh
# list_files.sh FROM [CONDITION]…
# Lists the regular files below the directory FROM that meet all conditions of find(1), and the directories that this user
# cannot open. Lists nothing when FROM does not exist.
# Output: records ended by NUL: "BYTES<TAB>PATH" for a file, "BYTES closed<TAB>PATH" for one that this user cannot read,
# "closed<TAB>PATH" for a directory. Exit: 0; other when not everything could be listed, with the reason on standard error.
set -eu
from=$1
shift
[ -d "$from" ] || exit 0
LC_ALL=C find "$from" -type d \( ! -readable -o ! -executable \) -prune -printf 'closed\t%P\0' \
  -o -type f "$@" \( -readable -printf '%s\t%P\0' -o -printf '%s closed\t%P\0' \)
