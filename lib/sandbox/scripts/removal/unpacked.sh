#!/bin/sh
# unpacked.sh [NAME TEXT]… -- SCRIPT [ARGUMENT]…
# Runs one of the scripts on a host where no sandbox has them, without a file: it finds the others in the environment, as
# E2E_TEXT_NAME. So nothing is left of it, however it ends, and a full disk stops no removal.
# Output and exit status: the script's.
set -eu
unset E2E_HELPER E2E_SANDBOX # somebody may start this from a sandbox's shell: this is none of its processes
while [ "$1" != -- ]; do
  export "E2E_TEXT_${1%.sh}=$2"
  shift 2
done
shift
eval "text=\$E2E_TEXT_${1%.sh}"
unset "E2E_TEXT_${1%.sh}"
# shellcheck disable=SC2154 # the line above sets it
exec sh -c "$text" "$@"
