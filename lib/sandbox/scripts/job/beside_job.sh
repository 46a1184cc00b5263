#!/bin/sh
# beside_job.sh DIR COMMAND…
# Runs COMMAND as in_env.sh does, for a user who inspects the sandbox: it does not end with the sandbox's job.
# Output and exit: the command's.
set -eu
E2E_HELPER=$1 exec sh "$1/bin/in_env.sh" "$@"
