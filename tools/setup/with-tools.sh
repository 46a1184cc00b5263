#!/bin/sh
# with-tools.sh COMMAND [ARGUMENT...]
# Runs a command with what setup.sh has put in place, also in the login in which it was installed: Deno on PATH, and
# the Docker group that a user is a member of only since then.
# Output and exit status: the command's.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

# quoted ARGUMENT...: the arguments as one line that a shell reads back as the same ones
quoted() {
  for argument in "$@"; do
    printf "'%s' " "$(printf %s "$argument" | sed "s/'/'\\\\''/g")"
  done
}

deno_works || PATH=$HOME/.local/bin:$PATH
export PATH
if is_member_of_docker && ! id -nG | grep -qw docker; then exec sg docker -c "exec $(quoted "$@")"; fi
exec "$@"
