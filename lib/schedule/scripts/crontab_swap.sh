#!/bin/sh
# crontab_swap.sh SHA256 BYTES READ
# Replaces this user's crontab by standard input, BYTES long, if the crontab still has this SHA256 ("none": there is none).
# Removes the crontab if the new one is empty and the user had none before the tool made one. READ: the text of
# crontab_read.sh. Calls wait for each other; a call that fails does not change the crontab.
# Output: crontab's error messages. Exit: 0 replaced; 3 it was changed meanwhile; other when crontab refused it.
set -eu
umask 077
made=$HOME/.e2e/crontab.made
mkdir -p "$HOME/.e2e"
exec 9>"$HOME/.e2e/crontab.lock"
flock -w 60 9
dir=$HOME/.e2e/crontab.swap # with the lock: removes what an earlier call left
trap 'rm -rf "$dir"' EXIT
trap 'exit 143' HUP INT TERM
rm -rf "$dir"
mkdir "$dir"
cat >"$dir/new"
if [ "$(wc -c <"$dir/new")" != "$2" ]; then # incomplete, because the connection broke
  echo "crontab_swap.sh: expected a crontab of $2 bytes" >&2
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
