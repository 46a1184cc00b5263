#!/bin/sh
# unpack.sh DIR SUITE PACKAGE...
# Unpacks packages of another Debian release into DIR, without installing them. The mirror is that of this machine; its package
# lists stay as they are. Needs package lists (apt-get update).
# Output: only errors. Exit status: 0 when the packages are unpacked.
set -eu
here=$(dirname -- "$0")
to=$1 suite=$2
shift 2

mirror=$(sh "$here/mirror.sh")
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
mkdir -p "$temporary/lists/partial" "$temporary/cache/archives/partial" "$temporary/debs"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$temporary/sources.list"

# other_apt ARGUMENT...: apt-get for the other release, with its own lists
other_apt() {
  apt-get -qq -o "Dir::Etc::SourceList=$temporary/sources.list" -o Dir::Etc::SourceParts=- \
    -o "Dir::State::Lists=$temporary/lists" -o "Dir::Cache=$temporary/cache" -o APT::Sandbox::User=root "$@"
}

other_apt update
(cd "$temporary/debs" && other_apt download "$@")
for package in "$temporary"/debs/*.deb; do dpkg -x "$package" "$to"; done
