#!/bin/sh
# engine.sh VERB NAME [ARGUMENT…]
# A second Docker Engine on this machine, for tests. It has its own network namespace, data and containerd.
#   up NAME [OPTION…]        starts it with more options of dockerd, with the images of the tests; prints its DOCKER_HOST
#   restart NAME             kills it and starts it again
#   exec NAME COMMAND…       runs COMMAND as on a machine with only this engine: at /run/docker.sock, with its published ports
#   down NAME                removes it with its containers and data
# ENGINE: for up, a folder with the programs of another version, as unpack.sh makes it; otherwise the version of this machine.
# Needs root, iproute2, util-linux, docker.io.
# Exit status: 0; 1 with the reason on standard error; for exec that of COMMAND.
set -eu
verb=$1 name=$2
shift 2
here=$(cd "$(dirname -- "$0")" && pwd)
# shellcheck source=../setup/common.sh
. "$here/../setup/common.sh"
dir=$state/engines/$name socket=$state/engines/$name/docker.sock

start() {
  rm -f "$dir/docker.pid" "$dir/run/containerd/containerd.pid"
  cat >"$dir/init" <<INIT
mount --bind $dir/containerd /run/containerd
exec dockerd --data-root $dir/data --exec-root $dir/run --pidfile $dir/docker.pid -H unix://$socket $(cat "$dir/options")
INIT
  mkdir -p /run/containerd # an engine uses the containerd of the machine, if it finds one there
  # With the caller's environment, an E2E_HOME there would make the engine look like a process of a test.
  setsid --fork env -i HOME=/root PATH="$(cat "$dir/path")" nsenter --net="/run/netns/$name" \
    unshare --mount --propagation slave sh "$dir/init" </dev/null >>"$dir/log" 2>&1
  tries=0
  until DOCKER_HOST=unix://$socket engine_answers; do
    tries=$((tries + 1))
    [ "$tries" -le 300 ] || { echo "engine.sh: no answer within a minute; see $dir/log" >&2 && exit 1; }
    sleep 0.2
  done
  place_client
}

enter() { # COMMAND…: runs it in the namespaces of the engine, so that both see the same mounts
  nsenter --target "$(cat "$dir/docker.pid")" --net --mount --wd="$PWD" "$@"
}

place_client() { # makes this engine, and the client of its version, the only ones in its mount namespace
  engine=$(cat "$dir/engine") plugins=/usr/local/lib/docker/cli-plugins
  enter mount --bind "$socket" /run/docker.sock
  [ -n "$engine" ] || return 0
  enter mount --bind "$engine/usr/bin/docker" "$(command -v docker)"
  [ ! -d "$plugins" ] || enter mount --bind "$engine/usr/libexec/docker/cli-plugins" "$plugins"
}

up() {
  mkdir -p "$dir/data" "$dir/run" "$dir/containerd"
  echo "$*" >"$dir/options"
  echo "${ENGINE:+$ENGINE/usr/sbin:$ENGINE/usr/bin:}$PATH" >"$dir/path"
  echo "${ENGINE-}" >"$dir/engine"
  [ -e "/run/netns/$name" ] || ip netns add "$name"
  ip -n "$name" link set lo up
  start
  for image in $(sh "$here/../setup/images.sh" all); do
    DOCKER_HOST=unix://$socket docker image inspect "$image" >/dev/null 2>&1 ||
      docker save "$image" | DOCKER_HOST=unix://$socket docker load -q >/dev/null
  done
}

stop() { # SIGNAL: ends the engine, and waits for that
  pid=$(cat "$dir/docker.pid" 2>/dev/null) || return 0
  kill "-$1" "$pid" 2>/dev/null || return 0
  tries=0
  while [ -e "/proc/$pid" ] && [ "$tries" -lt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
}

own() { # its containerd and shims
  grep -lsF "$dir/run" /proc/[0-9]*/cmdline | cut -d/ -f3 | grep -vx "$$"
}

case $verb in
up)
  DOCKER_HOST=unix://$socket engine_answers || up "$@"
  echo "unix://$socket"
  ;;
restart)
  stop KILL
  start
  ;;
exec) enter env -u DOCKER_HOST -u DOCKER_CONTEXT "$@" ;;
down)
  containers=$(DOCKER_HOST=unix://$socket timeout 20 docker ps -aq 2>/dev/null) || true
  # shellcheck disable=SC2086 # a list of ids
  [ -z "$containers" ] || DOCKER_HOST=unix://$socket timeout 60 docker rm -f $containers >/dev/null 2>&1 || true
  stop TERM
  for pid in $(own); do kill -KILL "$pid" 2>/dev/null || true; done
  ip netns del "$name" 2>/dev/null || true
  rm -rf "$dir"
  ;;
*)
  echo "engine.sh: unknown verb \"$verb\"" >&2
  exit 1
  ;;
esac
