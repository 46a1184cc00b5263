#!/bin/sh
# with-tools.sh COMMAND [ARGUMENT...]
# Runs a command with what setup.sh has installed, also in the same login: with Deno on PATH, and with a new membership in
# the group docker.
# Output and exit status: those of the command.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

# quoted ARGUMENT...: prints the arguments quoted for a shell
quoted() {
  for argument in "$@"; do
    printf "'%s' " "$(printf %s "$argument" | sed "s/'/'\\\\''/g")"
  done
}

deno_works || PATH=$HOME/.local/bin:$PATH
export PATH
if is_member_of_docker && ! id -nG | grep -qw docker; then exec sg docker -c "exec $(quoted "$@")"; fi
exec "$@"
