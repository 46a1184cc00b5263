#!/bin/sh
# in_env.sh DIR COMMAND…
# Runs COMMAND in DIR/repo, in the sandbox's environment alone: the variables of the user's login shell, of the Docker Engine
# that the sandbox was made with, and of DIR/environment; later ones override earlier ones.
# E2E_HELPER=DIR: a user inspects the sandbox; the command does not end with the sandbox's job.
# Output and exit: the command's.
set -eu
dir=$1
if [ "${E2E_CLEAN-}" != "$dir" ]; then # start again without the caller's variables
  exec env -i ${E2E_HELPER:+"E2E_HELPER=$E2E_HELPER"} HOME="${HOME:-/}" PATH="$PATH" E2E_SANDBOX="$dir" E2E_CLEAN="$dir" \
    sh "$0" "$@"
fi
unset E2E_CLEAN
shift

rounds=0
until [ -e "$dir/login.env" ] || [ "$rounds" -ge 600 ]; do # environment_capture.sh writes it, up to 30 s
  sleep 0.05
  rounds=$((rounds + 1))
done

all_exports() { # lines "export NAME='VALUE'"; a value may have several lines
  cat "$dir/login.env" "$dir/docker.env" "$dir/environment" 2>/dev/null
}

# A shell does not let scripts set some names (bash: UID), so env(1) sets them. The last assignment of a name counts.
reserved='\(UID\|EUID\|PPID\|SHELLOPTS\|BASHOPTS\|BASH_VERSINFO\|OPTIND\)='
assignments=$(all_exports | sed -n "s/^export \($reserved.*\)$/\1/p" | tr '\n' ' ')
exports=$(all_exports | sed "/^export $reserved/d")

cd "$dir/repo"
eval "set -- $assignments"' "$@"'
# The exports may use any name, also those of this script; the last lines need only the arguments.
eval "unset OLDPWD dir rounds reserved assignments exports; $exports"
exec env "$@"
