#!/bin/sh
# Passes when the service runs. The tool sets COMPOSE_FILE and COMPOSE_PROJECT_NAME.
set -eu
docker compose ps --services --status running | grep -Fx -- 'web'
