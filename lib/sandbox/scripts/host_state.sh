#!/bin/sh
# host_state.sh DIR
# Reads the state of the host that must not change during a run.
# Output: lines NAME<TAB>VALUE: boot (the kernel's boot id), engine ("answers"), bridge, socket and pid_file (each changes when
# the Docker Engine starts; empty when it is unknown), first_event (for an Engine elsewhere: the first event since it started,
# or "none"; empty when it is unknown), login (why the login environment is incomplete), free_kb (free space on the disk of DIR), gone (only when the sandbox is
# gone or is being removed: the removal holds its lock). Exit: 0.
set -eu
rounds=0
until [ -e "$1/docker.env" ] || [ ! -d "$1/bin" ] || [ "$rounds" -ge 600 ]; do # environment_capture.sh writes it, up to 30 s
  sleep 0.05
  rounds=$((rounds + 1))
done
# shellcheck source=/dev/null
[ ! -e "$1/docker.env" ] || . "$1/docker.env"
read -r boot </proc/sys/kernel/random/boot_id
printf 'boot\t%s\n' "$boot"

# An Engine creates its default bridge when it starts, but some have none (--bridge=none), and with live-restore it stays. On
# this machine an Engine also writes its pid file beside its socket, and creates the socket, unless systemd does.
at=$(timeout 5 docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null) || at=
case $at in unix://*) socket=${at#unix://} ;; *) socket= ;; esac
if networks=$(timeout 20 docker network ls --filter driver=bridge --format '{{.Name}} {{.CreatedAt}}' 2>/dev/null); then
  bridge=$(printf '%s\n' "$networks" | sed -n 's/^bridge //p')
  printf 'engine\tanswers\nbridge\t%s\n' "$bridge"
  if [ -n "$socket" ]; then
    printf 'socket\t%s\n' "$(stat -Lc '%i %.Y' "$socket" 2>/dev/null || true)"
    printf 'pid_file\t%s\n' "$(stat -Lc '%i %.Y' "${socket%/*}/docker.pid" 2>/dev/null || true)"
  fi
  if [ -z "$bridge$socket" ]; then # an Engine stores its last 256 events, and forgets them when it ends
    now=$(timeout 20 docker info --format '{{.SystemTime}}' 2>/dev/null) || now=0
    events=$(timeout 20 docker events --since 1 --until "$now" --format '{{.TimeNano}}' 2>/dev/null) || now=0
    # Half of them at most: events since "$now" are not listed, but took the place of older ones.
    if [ "$now" != 0 ] && [ "$(printf '%s\n' "$events" | wc -l)" -lt 128 ]; then
      printf 'first_event\t%s\n' "$(printf '%s\n' "${events:-none}" | head -n 1)"
    fi
  fi
fi
printf 'login\t%s\n' "$(sed -n '1s/^# //p' "$1/login.env" 2>/dev/null || true)"
printf 'free_kb\t%s\n' "$(df --output=avail -k "$1" 2>/dev/null | tail -n 1 | tr -d ' ')"
# By file descriptor: flock would create a file in place of a directory that is gone.
if ! { command exec 9<"$1"; } 2>/dev/null || ! flock -n -s 9; then printf 'gone\tyes\n'; fi
