#!/bin/sh
# good_ends.sh DIR PROJECT
# Lists how often containers of the project ended without an error, as a worker with "restart: always" does after each message.
# It knows the ends during the jobs (DIR/job*/engine, by job_run.sh), and those among the last 256 events of the Docker Engine.
# Output: the container's id, one line for each such end. Exit: 0.
set -eu
# shellcheck source=/dev/null
[ ! -e "$1/docker.env" ] || . "$1/docker.env"
{
  cat "$1"/job*/engine "$1"/job*/engine.part 2>/dev/null || true
  timeout 10 docker events --since 0 --until 0s --filter type=container --filter event=die --filter "label=com.docker.compose.project=$2" \
    --format '{{.Type}}	{{.Action}}	{{.Actor.ID}}	{{.Actor.Attributes.exitCode}}		{{.TimeNano}}' 2>/dev/null || true
} | awk -F'\t' '$2 == "die" && $4 == "0" && !(($3, $6) in seen) { seen[$3, $6] = 1; print $3 }'
