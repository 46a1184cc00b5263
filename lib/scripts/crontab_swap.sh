#!/bin/sh
# crontab_swap.sh SHA256
# Standard input becomes this user's crontab, when it still is the one of SHA256 ("none" when there was none). An empty one
# goes where there was none before ours. Two at a time wait for each other; one that fails leaves the old crontab.
# Output: crontab's own complaints. Exit: 0 it is in place; 3 it has changed meanwhile; other when crontab refused it.
set -eu
export LC_ALL=C
made=$HOME/.e2e/crontab.made
mkdir -p "$HOME/.e2e"
exec 9>"$HOME/.e2e/crontab.lock"
flock -w 60 9
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/new"
now=none
if crontab -l >"$dir/old" 2>"$dir/error"; then
  now=$(sha256sum <"$dir/old")
  now=${now%% *}
elif ! grep -q '^no crontab for ' "$dir/error"; then
  cat "$dir/error" >&2
  exit 1
fi
[ "$now" = "$1" ] || exit 3
if [ -s "$dir/new" ] || [ ! -e "$made" ]; then
  crontab "$dir/new" 9>&-
  [ "$now" != none ] || : >"$made"
else
  crontab -r 9>&-
  rm -f "$made"
fi
