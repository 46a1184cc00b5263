#!/bin/sh
# newer_engine.sh DIR
# Unpacks the Docker Engine, its client and its plugins of Debian 13 into DIR, for tools/lab/engine.sh, if they are not there.
# A runc that needs a newer C library than this machine has is left out; the engine then uses that of the machine.
# Needs package lists (apt-get update). Output: the version of the engine. Exit status: 0 when DIR has it.
set -eu
here=$(dirname -- "$0")
dir=$1
if [ ! -x "$dir/usr/sbin/dockerd" ]; then
  new=$dir.new
  rm -rf "$new"
  mkdir -p "$new"
  sh "$here/unpack.sh" "$new" trixie docker.io docker-cli containerd runc tini docker-compose docker-buildx
  "$new/usr/sbin/runc" --version >/dev/null 2>&1 || rm "$new/usr/sbin/runc"
  rm -rf "$dir"
  mv -T "$new" "$dir"
fi
"$dir/usr/sbin/dockerd" --version
