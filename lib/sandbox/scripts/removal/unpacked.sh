#!/bin/sh
# unpacked.sh [NAME TEXT]… -- SCRIPT [ARGUMENT]…
# Runs SCRIPT on a host without files of the tool. It finds the texts of other scripts in the environment, as E2E_TEXT_NAME.
# Without files nothing can be left behind, and it works on a full disk.
# Output and exit: the script's.
set -eu
unset E2E_HELPER E2E_SANDBOX # set when this is started from a shell in a sandbox, to which it does not belong
while [ "$1" != -- ]; do
  export "E2E_TEXT_${1%.sh}=$2"
  shift 2
done
shift
eval "text=\$E2E_TEXT_${1%.sh}"
unset "E2E_TEXT_${1%.sh}"
# shellcheck disable=SC2154 # the line above sets it
exec sh -c "$text" "$@"
