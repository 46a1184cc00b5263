#!/bin/sh
# schedule_forget.sh SLUG… | --all
# Removes the logs and locks of schedules; with --all those of all schedules, and the binary. Runs stay until they are pruned.
# Output: none. Exit: 0; other when something cannot be removed.
set -eu
cd "$HOME/.e2e" 2>/dev/null || exit 0
if [ "${1-}" = --all ]; then
  rm -rf bin log schedules
  exit
fi
for slug in "$@"; do
  rm -f "log/$slug.log"* "schedules/$slug."*
done
