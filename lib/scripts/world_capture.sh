#!/bin/sh
# world_capture.sh DIR
# Writes DIR/docker.env, which Docker Engine the sandbox uses (DOCKER_* of the environment that it was made in, else of the
# login shell's), and then DIR/login.env, the environment of the user's login shell.
# Output: none. Exit: 0; other when DIR cannot be written.
set -eu
dir=$1
umask 077
sh "$dir/bin/login_env.sh" >"$dir/login.env.new"
export -p | grep '^export DOCKER_' >"$dir/docker.env.new" ||
  grep '^export DOCKER_' "$dir/login.env.new" >"$dir/docker.env.new" || true
mv "$dir/docker.env.new" "$dir/docker.env"
mv "$dir/login.env.new" "$dir/login.env"
