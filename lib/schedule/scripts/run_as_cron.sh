#!/bin/sh
# run_as_cron.sh NAME=VALUE… COMMAND…
# Runs COMMAND in the home directory with the given variables only, as cron does.
# Output and exit: the command's.
set -eu
cd
exec env -i "$@"
