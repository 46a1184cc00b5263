#!/bin/sh
# note.sh DIR REASON
# Writes abandoned/PROJECT.json beside the sandboxes: a note of an interrupted run, which a later command reports.
# E2E_RUN: the run.json of a sandbox whose directory is gone. Output: none. Exit: 0; other when it cannot be written.
set -eu
umask 077
dir=$1 project=${1##*/} notes=${1%/sandboxes/*}/abandoned
mkdir -p "$notes"
trap 'rm -f "$notes/.$project.new"' EXIT
trap 'exit 143' HUP INT TERM
printf '{"project":"%s","reason":"%s","at":"%s","run":%s}\n' "$project" "$2" "$(date -u +%FT%TZ)" \
  "$(cat "$dir/run.json" 2>/dev/null || printf '%s' "${E2E_RUN:-null}")" >"$notes/.$project.new"
mv "$notes/.$project.new" "$notes/$project.json"
