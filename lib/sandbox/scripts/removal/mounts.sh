#!/bin/sh
# mounts.sh DIR
# Lists the mount points at and below DIR. Files on them do not belong to the sandbox: they are neither changed nor removed.
# Source: proc(5), mountinfo, which writes a space as \040.
# Output: the mount points, one a line, inner ones first. Exit: 0.
set -eu
at=$(printf '%s\n' "$1" | sed 's/\\/\\134/g; s/ /\\040/g; s/	/\\011/g')
AT=$at/ awk 'index($5 "/", ENVIRON["AT"]) == 1 { print $5 }' /proc/self/mountinfo |
  sed 's/\\040/ /g; s/\\011/	/g; s/\\134/\\/g' | LC_ALL=C sort -r
