#!/bin/sh
# by_hand.sh HOST REPOSITORY PORT
# A script without the tool: copies the repository, starts its stack, waits until PORT answers, runs the tests, removes
# everything. HOST is "local" or an ssh destination, which it reaches with one connection.
# Output: that of the tests, and on standard error a line "mark STEP EPOCH_MS" at the end of each step.
# Exit status: that of the tests.
set -eu
host=$1 repository=$2 port=$3
name=by-hand-$$ dir=/tmp/by-hand-$$ socket=/tmp/by-hand-$$.ssh
ssh="ssh -o ControlMaster=auto -o ControlPersist=60 -o ControlPath=$socket"

on_host() {
  # shellcheck disable=SC2086,SC2029 # words, and a command that is built here
  if [ "$host" = local ]; then sh -c "$1"; else $ssh "$host" "$1"; fi
}

mark() {
  echo "mark $1 $(date +%s%3N)" >&2
}

clean_up() {
  on_host "cd $dir && docker compose -p $name -f e2e/compose.yml down -v --timeout 2; rm -rf $dir"
  # shellcheck disable=SC2086
  [ "$host" = local ] || $ssh -O exit "$host" 2>/dev/null
}

mark begin
trap clean_up EXIT
on_host "mkdir $dir"
mark connect
if [ "$host" = local ]; then rsync -a --exclude .git "$repository/" "$dir/"
else rsync -a --exclude .git -e "$ssh" "$repository/" "$host:$dir/"; fi
mark sync
on_host "cd $dir && docker compose -p $name -f e2e/compose.yml up -d"
mark up
on_host "timeout 60 sh -c 'until curl -sf -o /dev/null http://localhost:$port/; do sleep 0.1; done'"
mark ready
status=0
on_host "cd $dir && timeout 60 sh e2e/tests/test.sh" || status=$?
mark test
trap - EXIT
clean_up
mark down
exit "$status"
