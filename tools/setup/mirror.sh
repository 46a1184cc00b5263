#!/bin/sh
# mirror.sh
# The Debian mirror that this machine's own apt sources name, in either of their formats. Needs package lists.
# Output: its address. Exit status: 0, or 1 when there is none.
set -eu

# Without Debian's security archive, which has no whole release.
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
