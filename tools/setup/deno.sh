#!/bin/sh
# deno.sh
# Installs Deno from npm: for all users when run as root (/usr/local), otherwise for this user (~/.local).
# Output: the version and the path. Exit status: 0 when Deno is installed.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

prefix=/usr/local
[ "$(id -u)" = 0 ] || prefix=$HOME/.local
folder=$prefix/lib/deno-$deno_version

mkdir -p "$folder" "$prefix/bin"
npm install --loglevel=error --no-fund --no-audit --no-update-notifier --prefix "$folder" "deno@$deno_version" >/dev/null
# The link that npm makes starts the program by node when install scripts are disabled.
for program in "$folder"/node_modules/@deno/*/deno; do
  chmod 755 "$program"
  ln -sfn "$program" "$prefix/bin/deno"
done
echo "installed Deno $deno_version: $prefix/bin/deno"
