#!/bin/sh
# in_env.sh DIR COMMAND…
# Runs COMMAND in the sandbox's world and nothing else: the login environment of this host's user, the Docker Engine that
# the sandbox was made with, then DIR/environment; in DIR/repo.
# E2E_HELPER=DIR: the caller looks into the sandbox, and does not end with its job.
# Exit: the command's.
set -eu
dir=$1
if [ "${E2E_WORLD-}" != "$dir" ]; then
  exec env -i ${E2E_HELPER:+"E2E_HELPER=$E2E_HELPER"} HOME="${HOME:-/}" PATH="$PATH" E2E_WORLD="$dir" E2E_SANDBOX="$dir" \
    sh "$0" "$@"
fi
unset E2E_WORLD
shift
rounds=0
until [ -e "$dir/login.env" ] || [ "$rounds" -ge 600 ]; do # it is being captured since the sandbox was made
  sleep 0.05
  rounds=$((rounds + 1))
done
cd "$dir/repo"
unset OLDPWD
# A shell keeps some names for itself (bash its UID): these go by way of env, where the last one counts.
kept='^export \(\(UID\|EUID\|PPID\|SHELLOPTS\|BASHOPTS\|BASH_VERSINFO\|OPTIND\)=.*\)$'
text=$({
  cat "$dir/environment" "$dir/docker.env" "$dir/login.env" | sed -n "s/$kept/set -- \1 \"\$@\"/p"
  cat "$dir/login.env" "$dir/docker.env" "$dir/environment" | sed "/$kept/d"
} 2>/dev/null)
eval "unset dir rounds kept text; $text" # from here on any name may mean something else
exec env "$@"
