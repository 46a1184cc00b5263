#!/bin/sh
# appeared.sh DIR JOB
# Tells what was made on the Docker Engine while a job ran, is still there, and belongs to no sandbox: the tests may have
# made it without Compose ("docker run"), or somebody else. DIR/JOB/engine, which job_run.sh writes, says what was made. A
# sandbox's is what carries its label, what is of its project (e2e-SLUG-ID), and the volumes of such containers.
# Output: lines KIND<TAB>NAME. Exit: 0; 3 not all of what was made could be seen; 4 the Docker Engine does not answer.
set -eu
dir=$1 job=$1/$2
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
[ -e "$job/started" ] || exit 0
flock -s -w 20 "$job/lock" true || exit 3 # a job that was ended: its supervisor says its last words
[ -e "$job/engine" ] || exit 3
[ -s "$job/engine" ] || exit 0
whose='{{.Label "dev.custodian.e2e.sandbox"}}	{{.Label "com.docker.compose.project"}}'
there=$(
  timeout 20 docker ps -a --no-trunc --format "container	{{.ID}}	{{.Names}}	$whose	{{.Mounts}}" &&
    timeout 20 docker network ls --no-trunc --format "network	{{.ID}}	{{.Name}}	$whose" &&
    timeout 20 docker volume ls --format "volume	{{.Name}}	{{.Name}}	$whose"
) 2>/dev/null || exit 4
{ cat "$job/engine"; printf '%s\n' "$there" | sed 's/^/there	/'; } | awk -F'\t' '
  function is_sandbox(project) {
    return project ~ /^e2e-[a-z0-9-]+-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/
  }
  $1 == "there" {
    owned_here = $5 ~ /^\// || is_sandbox($6)
    if (owned_here) { n = split($7, names, ","); for (i = 1; i <= n; i++) owned[names[i]] = 1 } # containers come first
    else if ((($2, $3) in made) && !($3 in owned)) print $2 "\t" $4
    next
  }
  $2 == "create" { made[$1, $3] = 1 }
  $2 == "create" && $1 == "container" { of[$3] = $5 }
  $2 == "mount" && is_sandbox(of[$4]) { owned[$3] = 1 }'
