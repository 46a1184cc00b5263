#!/bin/bash
# host_engine.sh DISK DIR
# Starts the Docker Engine of a lab host and returns at once. Runs on the lab host. The log is DIR/dockerd.log.
set -eu
rm -f /run/docker.pid /run/docker/containerd/containerd.pid
DOCKER_TMPDIR=$1/docker-tmp setsid --fork dockerd --data-root "$1/docker" --exec-root /run/docker -H unix:///run/docker.sock \
  </dev/null >>"$2/dockerd.log" 2>&1
