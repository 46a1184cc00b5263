#!/bin/sh
# watch.sh DIR
# Starts the sandbox's watcher in the background. It removes the sandbox when the lease expires, or, for a kept sandbox, when
# DIR/keep_until (seconds since 1970) has passed. It reads the files of both once a second. When the lease of a run expires it
# leaves the note abandoned/PROJECT.json; with "keep SECONDS" in DIR/on_lost it first keeps the sandbox for that time.
# The age of the lease is the number of one-second sleeps since DIR/lease last changed: neither a clock that is set nor a
# machine that is suspended makes a lease expire. The watcher ends at most one second after the sandbox is gone.
# Output: none. Exit: 0 the watcher runs (it may have run before); 1 it did not start within 5 s.
set -eu
umask 077
unset E2E_HELPER E2E_SANDBOX # set when this is started from a shell in another sandbox
dir=$1 project=${1##*/} value='' lease_s=''
if [ "${E2E_WATCHER-}" != "$dir" ]; then
  log=$dir/watch.log
  { command : >>"$log"; } 2>/dev/null || log=/dev/null # without "command" this ends the shell
  E2E_WATCHER=$dir setsid --fork sh "$0" "$dir" </dev/null >>"$log" 2>&1
  rounds=0
  while [ -d "$dir" ] && { [ ! -e "$dir/watch.lock" ] || flock -n "$dir/watch.lock" true; }; do
    rounds=$((rounds + 1))
    [ "$rounds" -le 250 ] || exit 1
    sleep 0.02
  done
  exit 0
fi
{ command exec 9<"$dir" 6>"$dir/watch.lock"; } 2>/dev/null || exit 0
flock -w 1 6 || exit 0 # waits, because a check whether a watcher runs holds the lock for a moment
# Read now: DIR may be removed, with the scripts.
# shellcheck source=lib/sandbox/scripts/lease.sh
. "$dir/bin/lease.sh"
down=$(cat "$dir/bin/down.sh") note=$(cat "$dir/bin/note.sh")
E2E_TEXT_job_kill=$(cat "$dir/bin/job_kill.sh") E2E_TEXT_mounts=$(cat "$dir/bin/mounts.sh")
E2E_TEXT_volumes=$(cat "$dir/bin/volumes.sh")
E2E_RUN=$(cat "$dir/run.json" 2>/dev/null || echo null)
export E2E_TEXT_job_kill E2E_TEXT_mounts E2E_TEXT_volumes E2E_RUN E2E_LOCKED=1 E2E_ENDED_BY=lease
cd /

take_down() { # needs the lock. Tries for an hour; after that the next sweep removes what is left.
  tries=0
  until sh -c "$down" "$dir/bin/down.sh" "$dir" "$project"; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || exit 1
    flock -u 9 # let others try, and report what is left
    sleep $((tries < 30 ? tries : 30))
    flock 9
  done
  [ -z "$unnoted" ] || sh -c "$note" note.sh "$dir" "$unnoted" || true # again, now that the disk has room
  exit 0
}

lost() { # needs the lock. Keeps the sandbox for a while or removes it
  unnoted="its lease of $lease_s s expired"
  ! sh -c "$note" note.sh "$dir" "$unnoted" || unnoted= # with a full disk the removal goes on without a note
  first_line on_lost
  case $value in
    keep\ *) echo "$(($(date +%s) + ${value#keep }))" >"$dir/keep_until" && return ;;
  esac
  take_down
}

age=0 unnoted=
first_line lease
seen=$value
while [ -d "$dir" ]; do
  first_line lease
  [ "$value" = "$seen" ] || age=0 seen=$value
  lease_term
  number keep_until
  keep_until=$value
  if [ -n "$keep_until" ]; then
    if [ "$(date +%s)" -ge "$keep_until" ]; then
      flock 9
      number keep_until # it may have changed while this waited for the lock
      if [ ! -d "$dir" ] || [ "$(date +%s)" -ge "${value:-0}" ]; then take_down; fi
      flock -u 9
    fi
  elif [ "$age" -ge "$lease_s" ]; then
    flock 9 # waits for a removal that is going on; after it, check whether the lease was renewed meanwhile
    first_line lease
    if [ -d "$dir" ] && [ "$value" = "$seen" ] && [ ! -s "$dir/keep_until" ]; then lost; fi
    flock -u 9
  fi
  sleep 1
  age=$((age + 1))
done
flock 9 # DIR was removed, but containers of its project may be left
take_down
