#!/bin/sh
# cache_tree.sh DIR SLUG
# Keeps a copy of DIR/repo, at most 200 MB, as the slug's last tree: the next run sends only what differs from it. A copy
# and no hard links: the tests write into DIR/repo.
# Output: none. Exit: 0; other when it cannot be kept, which costs the next run some time and nothing else.
set -eu
repo=$1/repo cache=${1%/sandboxes/*}/cache/$2
mkdir -p "$cache"
chmod 700 "$cache" # files that git ignores may be among them
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
