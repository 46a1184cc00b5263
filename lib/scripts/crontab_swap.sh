#!/bin/sh
# crontab_swap.sh SHA256 READ
# Standard input becomes this user's crontab, when it still is the one of SHA256 ("none" when there was none). An empty one
# goes where there was none before ours. READ: the text of crontab_read.sh. Two at a time wait for each other; one that fails leaves the old crontab.
# Output: crontab's own complaints. Exit: 0 it is in place; 3 it has changed meanwhile; other when crontab refused it.
set -eu
made=$HOME/.e2e/crontab.made
mkdir -p "$HOME/.e2e"
exec 9>"$HOME/.e2e/crontab.lock"
flock -w 60 9
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/new"
code=0
sh -c "$2" crontab_read.sh "$dir/old" 9>&- || code=$?
case $code in
  0) now=$(sha256sum <"$dir/old") ;;
  3) now=none ;;
  *) exit 1 ;;
esac
now=${now%% *}
[ "$now" = "$1" ] || exit 3
if [ -s "$dir/new" ] || [ ! -e "$made" ]; then
  crontab "$dir/new" 9>&-
  [ "$now" != none ] || : >"$made"
else
  crontab -r 9>&-
  rm -f "$made"
fi
