#!/bin/sh
# appeared.sh DIR JOB
# Lists the containers, networks and volumes that were created on the Docker Engine while a job ran, still exist, and belong to
# no sandbox. The tests may have created them without Compose ("docker run"), or another user. job_run.sh lists in
# DIR/JOB/engine what was created. A sandbox owns what has its label or its project (e2e-SLUG-ID), and the volumes of such
# containers.
# Output: lines KIND<TAB>NAME. Exit: 0; 3 the list of what was created is incomplete; 4 the Docker Engine does not answer.
set -eu
dir=$1 job=$1/$2
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
[ -e "$job/started" ] || exit 0
flock -s -w 20 "$job/lock" true || exit 3 # after the end of a job its supervisor still writes
[ -e "$job/engine" ] || exit 3
[ -s "$job/engine" ] || exit 0
owner='{{.Label "dev.custodian.e2e.sandbox"}}	{{.Label "com.docker.compose.project"}}'
existing=$(
  timeout 20 docker ps -a --no-trunc --format "container	{{.ID}}	{{.Names}}	$owner	{{.Mounts}}" &&
    timeout 20 docker network ls --no-trunc --format "network	{{.ID}}	{{.Name}}	$owner" &&
    timeout 20 docker volume ls --format "volume	{{.Name}}	{{.Name}}	$owner"
) 2>/dev/null || exit 4
{ cat "$job/engine"; printf '%s\n' "$existing" | sed 's/^/exists	/'; } | awk -F'\t' '
  function is_sandbox(project) {
    return project ~ /^e2e-[a-z0-9-]+-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/
  }
  $1 == "exists" {
    is_owned = $5 ~ /^\// || is_sandbox($6)
    if (is_owned) { n = split($7, names, ","); for (i = 1; i <= n; i++) owned[names[i]] = 1 } # containers come first
    else if ((($2, $3) in created) && !($3 in owned)) print $2 "\t" $4
    next
  }
  $2 == "create" { created[$1, $3] = 1 }
  $2 == "create" && $1 == "container" { project_of[$3] = $5 }
  $2 == "mount" && is_sandbox(project_of[$4]) { owned[$3] = 1 }'
