#!/bin/sh
# schedule_forget.sh [SLUG…] [--all]
# Removes the logs and locks of schedules; with --all those of all schedules, and the binary. What a run still uses stays and is
# noted in schedules/forget; the next call removes it, also one without arguments, unless it is scheduled again. Stored runs
# stay until they are pruned.
# Output: the arguments whose files stay, one a line. Exit: 0; 1 when something cannot be removed.
set -eu
cd "$HOME/.e2e" 2>/dev/null || exit 0
noted=$(cat schedules/forget 2>/dev/null) || noted=
# shellcheck disable=SC2086 # one word a line
set -- $noted "$@"

scheduled() { # PATTERN
  crontab -l 2>/dev/null | grep -q "^# e2e $1: begin"
}

in_use() { # LOCK…: a run holds the lock of its schedule
  for lock in "$@"; do
    [ ! -e "$lock" ] || flock -n "$lock" true || return 0
  done
  return 1
}

binary_runs() {
  find /proc/[0-9]*/exe -maxdepth 0 -lname "$PWD/bin/e2e-host*" 2>/dev/null | grep -q .
}

later='' code=0
keep() { # ARGUMENT
  later="$later$1
"
}

for each in "$@"; do
  if [ "$each" = --all ]; then
    ! scheduled '[a-z0-9-]*' || continue
    if binary_runs || in_use schedules/*.lock; then keep --all; else rm -rf bin log schedules || { keep --all && code=1; }; fi
  elif scheduled "$each"; then
    continue
  elif in_use "schedules/$each.lock"; then
    keep "$each"
  else
    rm -f "log/$each.log"* "schedules/$each."* || { keep "$each" && code=1; }
  fi
done
if [ -n "$later" ]; then
  mkdir -p schedules
  printf %s "$later" | sort -u | tee schedules/forget
else
  rm -f schedules/forget
fi
exit "$code"
