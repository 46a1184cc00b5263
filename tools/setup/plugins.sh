#!/bin/sh
# plugins.sh
# Installs Docker Compose and buildx as plugins of the docker client: the packages of this Debian release if they are new
# enough, otherwise those of Debian 13, whose programs also run on Debian 12. Needs root and package lists (apt-get update).
# Output: only errors. Exit status: 0 when the plugins are installed.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

suite=trixie
folder=/usr/local/lib/docker/cli-plugins

candidate() {
  LC_ALL=C apt-cache policy "$1" | awk '$1 == "Candidate:" { print $2 }'
}

if at_least "$compose_at_least" "$(candidate docker-compose)"; then
  exec apt-get install -y -qq --no-install-recommends docker-compose docker-buildx
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
sh "$here/unpack.sh" "$root" "$suite" docker-compose docker-buildx
install -D -m 755 -t "$folder" "$root"/usr/libexec/docker/cli-plugins/*
