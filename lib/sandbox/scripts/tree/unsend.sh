#!/bin/sh
# unsend.sh DIR BYTES
# Removes the files from DIR/repo that were sent and are no longer in the repository. Files that the stack or the tests wrote
# stay, and so do directories. Standard input, BYTES long: the paths that the repository has now, each ended by NUL. DIR/sent
# has the paths that were sent (tree_hash.sh), and gets the new ones; without it all files in DIR/repo were sent.
# Output: none. Exit: 0; 1 the list is incomplete, a file cannot be removed, or something is mounted in DIR/repo, with the
# reason on standard error.
set -eu
umask 077
dir=$1
mounted=$(sh "$dir/bin/mounts.sh" "$dir/repo")
[ -z "$mounted" ] || { echo "the tests left a mount, and files would be written to it: $mounted" >&2; exit 1; }
export LC_ALL=C # comm needs the order of sort
cat >"$dir/sent.new"
[ "$(wc -c <"$dir/sent.new")" = "$2" ] # after a broken connection: an incomplete list would remove the other files
sort -z -o "$dir/sent.new" "$dir/sent.new"
cd "$dir/repo"
[ -e "$dir/sent" ] || find . ! -type d -printf '%P\0' | sort -z >"$dir/sent"
# shellcheck disable=SC2016
comm -z -23 "$dir/sent" "$dir/sent.new" |
  xargs -0 -r sh -euc 'here=$(pwd -P)
    for path; do
      case $(realpath -m -- "$(dirname -- "./$path")")/ in "$here"/*) ;; *) continue ;; esac # reached by a link that the tests created
      if [ -L "$path" ] || [ ! -d "$path" ]; then rm -f "./$path"; fi
    done' sh
mv "$dir/sent.new" "$dir/sent"
