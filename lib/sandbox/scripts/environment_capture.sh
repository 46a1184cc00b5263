#!/bin/sh
# environment_capture.sh DIR
# Writes DIR/docker.env and then DIR/login.env. docker.env selects the Docker Engine of the sandbox: the one that this
# environment selects, or else the login shell's. login.env is the environment of the user's login shell.
# Output: none. Exit: 0; other when DIR cannot be written.
set -eu
dir=$1
umask 077
sh "$dir/bin/login_env.sh" >"$dir/login.env.new"
# A shell does not let scripts set some names, see in_env.sh.
# shellcheck disable=SC2016
sh "$dir/bin/engine_env.sh" --if-chosen >"$dir/docker.env.new" || env -i sh -c '
  eval "$(grep -v "^export \(UID\|EUID\|PPID\|SHELLOPTS\|BASHOPTS\|BASH_VERSINFO\|OPTIND\)=" "$1/login.env.new")"
  exec sh "$1/bin/engine_env.sh"' sh "$dir" >"$dir/docker.env.new"
mv "$dir/docker.env.new" "$dir/docker.env"
mv "$dir/login.env.new" "$dir/login.env"
