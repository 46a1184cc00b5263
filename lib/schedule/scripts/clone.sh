#!/bin/sh
# clone.sh DIR URL
# Clones URL into DIR, relative to the home directory; DIR may begin with "~/".
# Output and exit: those of git clone.
set -eu
# shellcheck disable=SC2088 # in quotes, as it was typed
case $1 in '~/'*) dir=${1#\~/} ;; *) dir=$1 ;; esac
cd
exec git clone -q -- "$2" "$dir"
