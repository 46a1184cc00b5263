#!/bin/sh
# sandbox_make.sh HOME PROJECT LEASE_S ON_LOST [NAME TEXT]…
# Creates a sandbox atomically: under another name first, then renamed, with its lease and its watcher. May be called again
# with the same arguments, as after a lost answer.
# HOME: "" for ${E2E_HOME:-~/.e2e}. LEASE_S: the term of the lease. ON_LOST: what the watcher does when the lease expires,
# "down" or "keep SECONDS". NAME TEXT: the scripts for bin/. Standard input: run.json.
# Output: the sandbox's physical path. Exit: 0 created; 4 it cannot be created, with the reason on standard error.
set -eu
unset E2E_HELPER E2E_SANDBOX # set when this is started from a shell in another sandbox
home=${1:-${E2E_HOME:-$HOME/.e2e}} project=$2 lease=$3 on_lost=$4
shift 4
umask 077 # whatever the account's is: logs and results may hold what only this user may read
run=$(cat)
{ mkdir -p "$home/sandboxes" "$home/cache" "$home/abandoned" && home=$(cd "$home" && pwd -P); } || exit 4
dir=$home/sandboxes/$project new=$home/sandboxes/.new-$project.$$

fill() {
  mkdir "$new" "$new/bin" "$new/job" "$new/collected" "$new/tmp" &&
    mkdir -m 755 "$new/repo" && # containers of any user read it, nobody else gets there
    mkdir -m 777 "$new/artifacts" && # and write here
    printf '%s\n' "$run" >"$new/run.json" &&
    echo "$lease" >"$new/lease_s" &&
    echo "$on_lost" >"$new/on_lost" &&
    printf '%-36s %012d\n' new 0 >"$new/lease" &&
    : >"$new/watch.lock" || return
  while [ $# -gt 0 ]; do
    printf '%s' "$2" >"$new/bin/$1" || return
    shift 2
  done
  sh "$new/bin/lease_renew.sh" "$new" # before the rename: sweep.sh removes a sandbox without a lease
}

if [ ! -d "$dir" ]; then # another call may have created it
  trap 'rm -rf "$new"' EXIT
  trap 'exit 4' HUP INT TERM
  fill "$@" || {
    echo "sandbox_make.sh: cannot write $new, room left: $(df -Ph "$home" | awk 'NR == 2 { print $4 }')" >&2
    exit 4
  }
  mv -T "$new" "$dir" || [ -d "$dir" ] || exit 4 # another call may have created it meanwhile
fi
sh "$dir/bin/lease_renew.sh" "$dir" || exit 4
sh "$dir/bin/watch.sh" "$dir" || exit 4
E2E_HELPER=$dir setsid --fork sh "$dir/bin/environment_capture.sh" "$dir" </dev/null >/dev/null 2>&1
printf '%s\n' "$dir"
