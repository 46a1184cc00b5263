#!/bin/sh
# unsend.sh DIR BYTES
# Removes from DIR/repo the files that came from the repository and are not in it any more. What the stack or the tests wrote
# stays, and so do directories. Standard input, all BYTES of it: the paths that the repository has now, each ended by NUL.
# DIR/sent holds those that came (tree_hash.sh), and takes the new ones; before it is there, all that lies in DIR/repo came.
# Output: none. Exit: 0; 1 the list is not whole, a file cannot be removed, or something is mounted in DIR/repo, with the reason
# on standard error.
set -eu
dir=$1
mounted=$(sh "$dir/bin/mounts.sh" "$dir/repo")
[ -z "$mounted" ] || { echo "the tests left a mount, which would be written into: $mounted" >&2; exit 1; }
export LC_ALL=C # comm wants the order that sort makes
cat >"$dir/sent.new"
[ "$(wc -c <"$dir/sent.new")" = "$2" ] # a connection that broke: half a list would remove the rest
sort -z -o "$dir/sent.new" "$dir/sent.new"
cd "$dir/repo"
[ -e "$dir/sent" ] || find . ! -type d -printf '%P\0' | sort -z >"$dir/sent"
# shellcheck disable=SC2016
comm -z -23 "$dir/sent" "$dir/sent.new" |
  xargs -0 -r sh -euc 'here=$(pwd -P)
    for path; do
      case $(realpath -m -- "$(dirname -- "./$path")")/ in "$here"/*) ;; *) continue ;; esac # by a link that the tests made
      if [ -L "$path" ] || [ ! -d "$path" ]; then rm -f "./$path"; fi
    done' sh
mv "$dir/sent.new" "$dir/sent"
