#!/bin/sh
# appeared.sh DIR JOB
# Tells what was made on the Docker Engine while a job ran, is still there, and belongs to no sandbox: the tests may have
# made it without Compose ("docker run"), or somebody else. DIR/JOB/engine, which job_run.sh writes, says what was made.
# Output: lines KIND<TAB>NAME. Exit: 0; 3 not all of what was made could be seen; 4 the Docker Engine does not answer.
set -eu
dir=$1 job=$1/$2
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
[ -e "$job/engine" ] || exit 3
[ -s "$job/engine" ] || exit 0
whose='{{.Label "dev.custodian.e2e.sandbox"}}{{.Label "com.docker.compose.project"}}'
there=$(
  timeout 20 docker ps -a --no-trunc --format "container	{{.ID}}	{{.Names}}	$whose" &&
    timeout 20 docker network ls --no-trunc --format "network	{{.ID}}	{{.Name}}	$whose" &&
    timeout 20 docker volume ls --format "volume	{{.Name}}	{{.Name}}	$whose"
) 2>/dev/null || exit 4
{ cat "$job/engine"; printf '%s\n' "$there" | sed 's/^/there	/'; } | awk -F'\t' '
  $1 == "there" { if ($5 !~ /^\/|^e2e-/ && (($2, $3) in made) && !(owned[$3])) print $2 "\t" $4; next }
  $2 == "create" { made[$1, $3] = 1 }
  $2 == "create" && $1 == "container" { of[$3] = $5 }
  $2 == "mount" && of[$4] ~ /^e2e-/ { owned[$3] = 1 }'
