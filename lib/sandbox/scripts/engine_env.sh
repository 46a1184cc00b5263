#!/bin/sh
# engine_env.sh [--if-chosen]
# Says which Docker Engine this environment means, as lines of sh that pin it: neither another HOME nor "docker context use"
# moves it, and what a later environment says of an Engine is unset. Each value is taken whole: it may have several lines.
# Other variables of Docker's, such as a password, are left out.
# Output: the lines. Exit: 0; 3 with --if-chosen, when no variable names an Engine.
set -eu
names='DOCKER_HOST DOCKER_CONTEXT DOCKER_CONFIG DOCKER_CERT_PATH DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_API_VERSION'
found=
for name in $names; do
  eval "found=\$found\${$name-}"
done
[ -n "$found" ] || [ $# = 0 ] || exit 3
DOCKER_CONFIG=${DOCKER_CONFIG:-${HOME:-/}/.docker}
if [ -z "${DOCKER_HOST-}${DOCKER_CONTEXT-}" ]; then
  DOCKER_CONTEXT=$(timeout 5 docker context inspect --format '{{.Name}}' 2>/dev/null) || DOCKER_CONTEXT=
fi
echo "unset $names"
for name in $names; do
  eval "value=\${$name-}"
  [ -z "$value" ] || printf "export %s='%s'\n" "$name" "$(printf '%s\n' "$value" | sed "s/'/'\\\\''/g")"
done
