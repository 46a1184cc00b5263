#!/bin/sh
# tree_hash.sh DIR all|sent [records]
# Describes the files in DIR/repo. "all": all of them, just after the repository was sent; writes their paths to DIR/sent, each
# ended by NUL. "sent": only those in DIR/sent, when the stack and the tests have written to DIR/repo too. A file has two
# records, "f MODE ./PATH" and "SHA256  ./PATH", a link has one, "l ./PATH//TARGET", and a path that is missing or cannot be
# read has none. Records are ended by NUL and sorted by bytes.
# Output: the SHA-256 of all records, or the records themselves. Exit: 0; other when the paths cannot be listed.
set -eu
umask 077
export LC_ALL=C
dir=$1
cd "$dir/repo"
if [ "$2" = all ]; then
  find . ! -type d -printf '%P\0' >"$dir/sent.new"
  sort -z -o "$dir/sent.new" "$dir/sent.new"
  mv "$dir/sent.new" "$dir/sent"
fi

# shellcheck disable=SC2016
records() {
  sed -z 's#^#./#' "$dir/sent" |
    xargs -0 -r sh -c 'exec find "$@" -maxdepth 0 \
      \( -type f -printf "f %04m %p\0" -exec sha256sum -z {} + \) -o \( -type l -printf "l %p//%l\0" \)' sh |
    sed -z 's/^f ./f /' | sort -z # three digits of the mode: rsync does not keep more for another user
}

if [ $# -gt 2 ]; then records; else records | sha256sum | cut -c 1-64; fi
