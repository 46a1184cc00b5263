#!/bin/sh
# watch.sh DIR
# Detaches itself and removes the sandbox when nobody has renewed DIR/lease for as long as DIR/lease_s says, or when it was
# kept and DIR/keep_until (seconds since 1970) has passed. Both are read at each tick. A lost run leaves the note
# abandoned/PROJECT.json; where DIR/on_lost says "keep SECONDS" its sandbox is kept for so long instead.
# Time is counted in one-second naps since the lease last changed: neither a clock that jumps nor a machine that slept
# makes a lease old. It ends by itself at most one second after the sandbox is gone.
# Output: none. Exit: 0 the watcher runs (or ran already); 1 it did not come up within 5 s.
set -eu
unset E2E_HELPER E2E_SANDBOX # somebody may start this from another sandbox's shell
dir=$1 project=${1##*/}
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
flock -w 1 6 || exit 0 # not at once: who asks whether a watcher lives holds it for a moment
# DIR may vanish, with the scripts
down=$(cat "$dir/bin/down.sh") note=$(cat "$dir/bin/note.sh")
E2E_TEXT_job_kill=$(cat "$dir/bin/job_kill.sh") E2E_TEXT_mounts=$(cat "$dir/bin/mounts.sh")
E2E_TEXT_volumes=$(cat "$dir/bin/volumes.sh")
E2E_RUN=$(cat "$dir/run.json" 2>/dev/null || echo null)
export E2E_TEXT_job_kill E2E_TEXT_mounts E2E_TEXT_volumes E2E_RUN E2E_LOCKED=1 E2E_ENDED_BY=lease
cd /

get() { # FILE: its first line in $value
  value=
  read -r value 2>/dev/null <"$dir/$1" || true
}

take_down() { # under the lock. Tries for an hour; what is still there then is for the next sweep.
  tries=0
  until sh -c "$down" "$dir/bin/down.sh" "$dir" "$project"; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || exit 1
    flock -u 9 # others may try, and say what is left
    sleep $((tries < 30 ? tries : 30))
    flock 9
  done
  [ -z "$unnoted" ] || sh -c "$note" note.sh "$dir" "$unnoted" || true # now that there is room again
  exit 0
}

lost() { # under the lock: keeps what is to be kept, and removes the rest
  unnoted="its lease of $lease_s s ran out"
  ! sh -c "$note" note.sh "$dir" "$unnoted" || unnoted= # a full disk must not stop the removal
  get on_lost
  case $value in
    keep\ *) echo "$(($(date +%s) + ${value#keep }))" >"$dir/keep_until" && return ;;
  esac
  take_down
}

age=0 unnoted=
get lease
seen=$value
while [ -d "$dir" ]; do
  get lease
  [ "$value" = "$seen" ] || age=0 seen=$value
  get lease_s
  lease_s=${value:-120}
  get keep_until
  keep_until=$value
  if [ -n "$keep_until" ]; then
    if [ "$(date +%s)" -ge "$keep_until" ]; then
      flock 9
      get keep_until # it may have been moved in the last moment
      if [ ! -d "$dir" ] || [ "$(date +%s)" -ge "${value:-0}" ]; then take_down; fi
      flock -u 9
    fi
  elif [ "$age" -ge "$lease_s" ]; then
    flock 9 # a controller that is taking it down goes first; a renewal that came in the last moment is seen here
    get lease
    if [ -d "$dir" ] && [ "$value" = "$seen" ] && [ ! -s "$dir/keep_until" ]; then lost; fi
    flock -u 9
  fi
  sleep 1
  age=$((age + 1))
done
flock 9 # somebody removed DIR, but its project may be there
take_down
