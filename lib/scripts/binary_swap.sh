#!/bin/sh
# binary_swap.sh FILE SHA256 ALLOW_TEST
# FILE, a new e2e-host in a directory of its own, becomes ~/.e2e/bin/e2e-host when it is the one of SHA256 and runs here. A
# run that goes on keeps the old one, which stays as e2e-host.previous. ALLOW_TEST: yes takes a test binary too.
# Output: its version. Exit: 0 it is in place; 5 it is another; 6 it does not run here; 7 it is a test binary.
set -eu
new=$1 bin=$HOME/.e2e/bin
trap 'rm -rf "${new%/*}"' EXIT
sum=$(sha256sum <"$new")
[ "${sum%% *}" = "$2" ] || exit 5
chmod 755 "$new"
version=$("$new" --version) || exit 6
printf '%s\n' "$version"
case $version in *'test binary'*) [ "$3" = yes ] || exit 7 ;; esac
[ ! -e "$bin/e2e-host" ] || ln -f "$bin/e2e-host" "$bin/e2e-host.previous"
mv -f "$new" "$bin/e2e-host"
