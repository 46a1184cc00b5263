#!/bin/sh
# host_facts.sh
# What this host has of what a sandbox needs.
# Output: lines NAME<TAB>VALUE: missing (a program, one line each), engine, compose (versions), engine_error, compose_error.
# Exit: 0, whatever was found.
set -eu
for program in awk curl docker find flock grep realpath rsync setsid timeout; do
  command -v "$program" >/dev/null || printf 'missing\t%s\n' "$program"
done
command -v docker >/dev/null || exit 0

say() { # NAME, and a docker command: its first line, or why there is none
  name=$1
  shift
  if answer=$(timeout 20 docker "$@" 2>&1); then printf '%s\t%s\n' "$name" "$(echo "$answer" | head -n 1)"
  else printf '%s_error\t%s\n' "$name" "$(echo "${answer:-no answer within 20 s}" | grep . | tail -n 1)"; fi
}
say engine version --format '{{.Server.Version}}' &
say compose compose version --short
wait
