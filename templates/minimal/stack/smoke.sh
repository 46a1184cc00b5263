#!/bin/sh
# Passes when the service runs. COMPOSE_FILE and COMPOSE_PROJECT_NAME are set by the toolkit.
set -eu
docker compose ps --services --status running | grep -Fx -- 'web'
