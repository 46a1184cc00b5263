#!/bin/sh
# build_cache.sh SIZE
# Shrinks Docker's build cache to SIZE, such as 10GB. Newer versions of Docker have another name for the option, and hide the
# old one. Source: docker builder prune --help of 20.10 and 28.
# Output and exit: those of docker builder prune.
set -eu
case $(docker builder prune --help 2>&1) in
  *--reserved-space*) option=--reserved-space ;;
  *) option=--keep-storage ;;
esac
exec docker builder prune --all --force "$option" "$1"
