#!/bin/sh
# engine.sh
# Starts the Docker Engine of this machine and waits until it answers: with systemd if it runs, otherwise as a process in
# its own session. Cleans up what a killed engine left behind. Needs root.
# Output: one line; on failure, also the end of the engine's log. Exit status: 0 when the engine answers, otherwise 1.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

log=$state/dockerd.log

# alive PID-FILE NAME: exit status 0 when the process in the file has this NAME and is not a zombie
alive() {
  pid=$(cat "$1" 2>/dev/null) &&
    [ "$(awk '$1 == "Name:" { name = $2 } $1 == "State:" { print name, ($2 == "Z") }' "/proc/$pid/status" 2>/dev/null)" = "$2 0" ]
}

# An engine does not start when the process of an old pid file exists, whatever it is, or when an old socket file exists.
forget_the_dead() {
  alive /run/docker.pid dockerd || rm -f /run/docker.pid
  alive /run/docker/containerd/containerd.pid containerd || rm -f /run/docker/containerd/containerd.pid
  grep -q ' /run/containerd/containerd.sock$' /proc/net/unix || rm -f /run/containerd/containerd.sock
}

# Containers that survived their engine still use their mounts. The engine ends them when it starts.
unmount_remains() {
  ! grep -qs '^containerd-shim' /proc/[0-9]*/comm || return 0
  awk '$2 ~ "^(/run|/var/lib)/docker/" { print $2 }' /proc/mounts | sort -r |
    while read -r mount; do umount -l "$mount"; done
}

start_by_hand() {
  mkdir -p "$state"
  forget_the_dead
  alive /run/docker.pid dockerd && return
  unmount_remains
  setsid --fork dockerd >"$log" 2>&1 </dev/null
}

# An engine needs about a second to start, and more when it has to end old containers.
wait_for_answer() {
  tries=0
  until engine_answers; do
    tries=$((tries + 1))
    [ "$tries" -le 300 ] && { [ "$tries" -le 15 ] || is_starting; } || return 1
    sleep 0.2
  done
}

is_starting() {
  [ -d /run/systemd/system ] || alive /run/docker.pid dockerd
}

if engine_answers; then exit 0; fi
if [ -d /run/systemd/system ]; then
  systemctl start docker || true
else
  start_by_hand
fi
if wait_for_answer; then
  echo "Docker Engine $(docker version --format '{{.Server.Version}}') is running"
  exit 0
fi
echo "Cannot start the Docker Engine: no answer within a minute" >&2
if [ -f "$log" ]; then tail -n 15 "$log" >&2; fi
echo "hint: see $log or journalctl -u docker, end a hanging dockerd by its process id, and run make setup again" >&2
exit 1
