#!/bin/sh
# cache_tree.sh DIR SLUG
# Copies DIR/repo, if it has at most 200 MB, to the slug's cache: the next run sends only what differs from it. It copies, and
# makes no hard links, because the tests write to DIR/repo.
# Output: none. Exit: 0; other when it cannot be copied, which only makes the next run slower.
set -eu
umask 077
repo=$1/repo cache=${1%/sandboxes/*}/cache/$2
mkdir -p "$cache"
chmod 700 "$cache" # it may contain files that git ignores
exec 9>"$cache/lock"
flock -n 9 || exit 0
trap 'rm -rf "$cache/new"' EXIT
trap 'exit 143' HUP INT TERM
rm -rf "$cache/new"
if [ "$(du -sm "$repo" | cut -f1)" -gt 200 ]; then
  rm -rf "$cache/tree"
  exit
fi
cp -a --reflink=auto "$repo" "$cache/new"
rm -rf "$cache/old"
[ ! -d "$cache/tree" ] || mv -T "$cache/tree" "$cache/old"
mv -T "$cache/new" "$cache/tree"
rm -rf "$cache/old"
