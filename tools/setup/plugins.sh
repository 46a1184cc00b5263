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

mirror=$(sh "$here/mirror.sh")
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
mkdir -p "$temporary/lists/partial" "$temporary/cache/archives/partial" "$temporary/root"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$temporary/sources.list"

# other_apt ARGUMENT...: apt-get for the other release, with its own lists, so that those of the machine do not change
other_apt() {
  apt-get -qq -o "Dir::Etc::SourceList=$temporary/sources.list" -o Dir::Etc::SourceParts=- \
    -o "Dir::State::Lists=$temporary/lists" -o "Dir::Cache=$temporary/cache" -o APT::Sandbox::User=root "$@"
}

other_apt update
(cd "$temporary" && other_apt download docker-compose docker-buildx)
for package in "$temporary"/*.deb; do dpkg -x "$package" "$temporary/root"; done
install -D -m 755 -t "$folder" "$temporary"/root/usr/libexec/docker/cli-plugins/*
