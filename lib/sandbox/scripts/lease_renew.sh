#!/bin/sh
# lease_renew.sh DIR
# Renews the sandbox's lease: writes "BOOT_ID UPTIME_S" to DIR/lease. The record has a fixed size and is rewritten in place,
# which works on a full disk. Uptime, because the wall clock may be set. lease.sh reads it.
# Output: none. Exit: 0 renewed; 4 the sandbox is gone or is being removed, or the host was restarted: the run is over, and
# its tests have no verdict.
set -eu
dir=$1
{ command exec 9<"$dir"; } 2>/dev/null || exit 4 # without "command" a failing exec ends the shell, with status 2
flock -s -w 2 9 || exit 4 # shared, because renewals may overlap; down.sh and watch.sh lock exclusively
[ -d "$dir" ] || exit 4
read -r boot </proc/sys/kernel/random/boot_id
read -r up _ </proc/uptime
lease_boot=
read -r lease_boot _ <"$dir/lease" || true
case $lease_boot in new | "$boot") ;; *) exit 4 ;; esac # the host was restarted, which ended the run
printf '%-36s %012d\n' "$boot" "${up%.*}" 1<>"$dir/lease" || exit 4
