#!/bin/sh
# deno.sh
# Installs Deno from npm, for everybody when run as root (/usr/local), else for this user (~/.local).
# Output: where it is. Exit status: 0 when it is in place.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

prefix=/usr/local
[ "$(id -u)" = 0 ] || prefix=$HOME/.local
folder=$prefix/lib/deno-$deno_version

mkdir -p "$folder" "$prefix/bin"
npm install --loglevel=error --no-fund --no-audit --no-update-notifier --prefix "$folder" "deno@$deno_version" >/dev/null
# npm's own link runs the program below node where install scripts are switched off.
for program in "$folder"/node_modules/@deno/*/deno; do
  chmod 755 "$program"
  ln -sfn "$program" "$prefix/bin/deno"
done
echo "Deno $deno_version is $prefix/bin/deno"
