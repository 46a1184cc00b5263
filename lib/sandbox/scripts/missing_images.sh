#!/bin/sh
# missing_images.sh DIR IMAGE…
# Output: the images that the Docker Engine of the sandbox does not have, one a line. Exit: 0.
set -eu
# shellcheck source=/dev/null
[ ! -e "$1/docker.env" ] || . "$1/docker.env"
shift
for image; do
  docker image inspect "$image" >/dev/null 2>&1 || echo "$image"
done
