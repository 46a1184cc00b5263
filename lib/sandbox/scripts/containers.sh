#!/bin/sh
# containers.sh DIR PROJECT
# Output: a JSON array with the "docker inspect" of every container of the project.
# Exit: 0; 4 the Docker Engine does not answer.
set -eu
# shellcheck source=/dev/null
[ ! -e "$1/docker.env" ] || . "$1/docker.env"
for _ in 1 2 3; do # docker inspect fails when a container is removed between the two calls
  ids=$(timeout 20 docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$2") || exit 4
  [ -n "$ids" ] || { echo '[]'; exit; }
  # shellcheck disable=SC2086 # a list of ids
  ! timeout 20 docker inspect --type container $ids 2>/dev/null || exit 0
done
exit 4
