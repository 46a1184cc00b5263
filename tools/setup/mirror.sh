#!/bin/sh
# mirror.sh
# Prints the address of the Debian mirror in the apt sources of this machine, in either of their formats. Needs package
# lists (apt-get update). Exit status: 0; 1 when there is no mirror.
set -eu

# Skips Debian's security archive, which is not a complete release.
# shellcheck disable=SC2016 # apt-get fills these in
mirror=$(apt-get indextargets --format '$(SITE) $(LABEL)' 'Created-By: Packages' 'Origin: Debian' |
  awk '$2 == "Debian" { print $1; exit }')
case $mirror in
mirror+file:*) mirror=$(awk '!/^#/ { print $1; exit }' "${mirror#mirror+file:}") ;;
esac
if [ -z "$mirror" ]; then
  echo "Cannot find a Debian mirror in the apt sources of this machine" >&2
  echo "hint: apt-get update" >&2
  exit 1
fi
echo "$mirror"
