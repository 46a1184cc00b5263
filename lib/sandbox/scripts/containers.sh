#!/bin/sh
# containers.sh DIR PROJECT
# Output: what "docker inspect" says of all containers of the project, a JSON array.
# Exit: 0; 4 the Docker Engine does not answer.
set -eu
# shellcheck source=/dev/null
[ ! -e "$1/docker.env" ] || . "$1/docker.env"
for _ in 1 2 3; do # a container that goes away between the two calls makes the second one fail
  ids=$(timeout 20 docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$2") || exit 4
  [ -n "$ids" ] || { echo '[]'; exit; }
  # shellcheck disable=SC2086 # a list of ids
  ! timeout 20 docker inspect --type container $ids 2>/dev/null || exit 0
done
exit 4
