#!/bin/sh
# crontab_swap.sh SHA256 BYTES READ
# Standard input, all BYTES of it, becomes this user's crontab, when it still is the one of SHA256 ("none" when there was none). An empty one
# goes where there was none before ours. READ: the text of crontab_read.sh. Two at a time wait for each other; one that fails leaves the old crontab.
# Output: crontab's own complaints. Exit: 0 it is in place; 3 it has changed meanwhile; other when crontab refused it.
set -eu
made=$HOME/.e2e/crontab.made
mkdir -p "$HOME/.e2e"
exec 9>"$HOME/.e2e/crontab.lock"
flock -w 60 9
dir=$HOME/.e2e/crontab.swap # under the lock: what another left there, however it ended, goes
trap 'rm -rf "$dir"' EXIT
trap 'exit 143' HUP INT TERM
rm -rf "$dir"
(umask 077 && mkdir "$dir")
cat >"$dir/new"
if [ "$(wc -c <"$dir/new")" != "$2" ]; then # a connection that broke: half a crontab is none
  echo "crontab_swap.sh: wanted a crontab of $2 bytes" >&2
  exit 1
fi
code=0
sh -c "$3" crontab_read.sh "$dir/old" 9>&- || code=$?
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
