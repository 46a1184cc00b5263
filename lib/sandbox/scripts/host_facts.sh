#!/bin/sh
# host_facts.sh
# Checks whether this host has what a sandbox needs.
# Output: lines NAME<TAB>VALUE: missing (a program, one line each), engine, compose (versions), engine_error, compose_error,
# and init (the name of process 1) where systemd does not start services.
# Exit: 0.
set -eu
for program in awk curl docker find flock grep realpath rsync setsid timeout; do
  command -v "$program" >/dev/null || printf 'missing\t%s\n' "$program"
done
[ -d /run/systemd/system ] || printf 'init\t%s\n' "$(cat /proc/1/comm)"
command -v docker >/dev/null || exit 0

report() { # NAME, and a docker command: prints the first line of its output, or its error
  name=$1
  shift
  if answer=$(timeout 20 docker "$@" 2>&1); then printf '%s\t%s\n' "$name" "$(echo "$answer" | head -n 1)"
  else printf '%s_error\t%s\n' "$name" "$(echo "${answer:-no answer within 20 s}" | grep . | tail -n 1)"; fi
}
report engine version --format '{{.Server.Version}}' &
report compose compose version --short
wait
