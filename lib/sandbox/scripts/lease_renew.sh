#!/bin/sh
# lease_renew.sh DIR
# Renews the sandbox's lease: DIR/lease gets "BOOT_ID UPTIME_S", a record of fixed size that is rewritten in place, so that
# a full disk ends no run. No wall clock: a clock that jumps ends no sandbox.
# Output: none. Exit: 0 renewed; 4 the sandbox is gone, is being taken down, or its host was restarted: the run is over, its tests have no verdict.
set -eu
dir=$1
{ command exec 9<"$dir"; } 2>/dev/null || exit 4 # without "command" a failing exec ends the shell, with status 2
flock -s -w 2 9 || exit 4 # shared: renewals may overlap; down.sh and watch.sh hold it exclusively
[ -d "$dir" ] || exit 4
read -r boot </proc/sys/kernel/random/boot_id
read -r up _ </proc/uptime
lease_boot=
read -r lease_boot _ <"$dir/lease" || true
case $lease_boot in new | "$boot") ;; *) exit 4 ;; esac # the host was restarted: nothing of the run goes on
printf '%-36s %012d\n' "$boot" "${up%.*}" 1<>"$dir/lease" || exit 4
