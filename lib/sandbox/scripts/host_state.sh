#!/bin/sh
# host_state.sh DIR
# Reads the state of the host that must not change during a run.
# Output: lines NAME<TAB>VALUE: boot (the kernel's boot id), engine (when the Docker Engine created its default bridge, which
# it does at every start; empty when it does not answer), free_kb (free space on the disk of DIR), gone (only when the sandbox is
# gone or is being removed: the removal holds its lock). Exit: 0.
set -eu
# shellcheck source=/dev/null
[ ! -e "$1/docker.env" ] || . "$1/docker.env"
read -r boot </proc/sys/kernel/random/boot_id
printf 'boot\t%s\n' "$boot"
printf 'engine\t%s\n' "$(timeout 20 docker network inspect bridge --format '{{.Created}}' 2>/dev/null || true)"
printf 'free_kb\t%s\n' "$(df --output=avail -k "$1" 2>/dev/null | tail -n 1 | tr -d ' ')"
# By file descriptor: flock would create a file in place of a directory that is gone.
if ! { command exec 9<"$1"; } 2>/dev/null || ! flock -n -s 9; then printf 'gone\tyes\n'; fi
