#!/bin/sh
# engine_env.sh [--if-chosen]
# Finds the Docker Engine that this environment uses. The output selects that Engine in any other environment, whatever its
# HOME, its Docker variables and "docker context use" say. Docker's other variables, such as a password, are left out.
# Output: lines of sh; a value may have several lines. Exit: 0; 3 with --if-chosen, when no variable selects an Engine.
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
