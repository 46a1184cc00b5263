#!/bin/sh
# list.sh HOME
# Output: the sandboxes below HOME ("" for ${E2E_HOME:-~/.e2e}), one JSON object a line: project, dir, watched (a watcher
# lives), lease_s, lease_age_s (null: of another boot), keep_until (seconds since 1970, null: not kept), run (run.json).
# What cannot be read of a sandbox is null. Exit: 0; 1 the sandboxes cannot be listed, with the reason on standard error.
set -eu
home=${1:-${E2E_HOME:-$HOME/.e2e}}
read -r boot </proc/sys/kernel/random/boot_id
read -r up _ </proc/uptime

get() { # FILE: its first line in $value
  value=
  read -r value 2>/dev/null <"$dir/$1" || true
}

number() { # FILE: its first line in $value, or null
  get "$1"
  case $value in '' | *[!0-9]*) value=null ;; esac
}

for place in "$home" "$home/sandboxes"; do
  [ ! -d "$place" ] || { [ -r "$place" ] && [ -x "$place" ]; } || { echo "list.sh: $place cannot be read" >&2; exit 1; }
done
[ ! -d "$home/sandboxes" ] || home=$(cd "$home" && pwd -P)

for dir in "$home"/sandboxes/*/; do
  dir=${dir%/}
  [ -d "$dir" ] || continue
  watched=false age=null
  [ ! -e "$dir/watch.lock" ] || flock -n "$dir/watch.lock" true || watched=true
  get lease
  since=${value##* }
  since=${since#"${since%%[!0]*}"} # no leading zeros: sh would read an octal number
  case $value in "$boot "*[!0-9]*) ;; "$boot "*) age=$((${up%.*} - ${since:-0})) ;; esac
  number lease_s
  lease_s=$value
  number keep_until
  run=$(tr '\n' ' ' <"$dir/run.json") 2>/dev/null || run=
  case $run in '{'*'} ') ;; *) run=null ;; esac # torn
  printf '{"project":"%s","dir":"%s","watched":%s,"lease_s":%s,"lease_age_s":%s,"keep_until":%s,"run":%s}\n' "${dir##*/}" \
    "$(printf '%s' "$dir" | sed 's/[\\"]/\\&/g')" "$watched" "$lease_s" "$age" "$value" "$run"
done
