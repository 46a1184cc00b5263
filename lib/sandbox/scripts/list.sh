#!/bin/sh
# list.sh HOME
# Lists the sandboxes in HOME ("" for ${E2E_HOME:-~/.e2e}).
# Output: one JSON object a line: project, dir, watched (a watcher runs), expired (and not watched), lease_s, lease_age_s
# (null: renewed before the last boot), keep_until (seconds since 1970; null: not kept), run (run.json). A value that cannot
# be read is null. Exit: 0; 1 the sandboxes cannot be listed, with the reason on standard error.
set -eu
home=${1:-${E2E_HOME:-$HOME/.e2e}} value='' lease_age_s=''
eval "${E2E_TEXT_lease:-$(cat "$(dirname "$0")/lease.sh")}"

for place in "$home" "$home/sandboxes"; do
  [ ! -d "$place" ] || { [ -r "$place" ] && [ -x "$place" ]; } || { echo "list.sh: $place cannot be read" >&2; exit 1; }
done
[ ! -d "$home/sandboxes" ] || home=$(cd "$home" && pwd -P)

for dir in "$home"/sandboxes/*/; do
  dir=${dir%/}
  [ -d "$dir" ] || continue
  watched=false expired=false
  [ ! -e "$dir/watch.lock" ] || flock -n "$dir/watch.lock" true || watched=true
  [ "$watched" = true ] || ! is_expired || expired=true
  number lease_s
  term=$value
  lease_age
  number keep_until
  run=$({ tr '\n' ' ' <"$dir/run.json"; } 2>/dev/null) || run=
  case $run in '{'*'} ') ;; *) run=null ;; esac # incomplete
  printf '{"project":"%s","dir":"%s","watched":%s,"expired":%s,"lease_s":%s,"lease_age_s":%s,"keep_until":%s,"run":%s}\n' \
    "${dir##*/}" "$(printf '%s' "$dir" | sed 's/[\\"]/\\&/g')" "$watched" "$expired" "${term:-null}" "${lease_age_s:-null}" \
    "${value:-null}" "$run"
done
