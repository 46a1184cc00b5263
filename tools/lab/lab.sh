#!/bin/sh
# lab.sh up | ssh [COMMAND…] | down
# A host to try the tool on, for somebody without a server: host.sh says what it is. Needs root or sudo. LAB is its name,
# "lab" where nothing is said.
# Output of up: what to type next. Exit: that of what was done.
set -eu
here=$(dirname -- "$0")
. "$here/../setup/common.sh"
verb=${1:-up} lab=${LAB:-lab}
[ $# = 0 ] || shift
case $verb in
  up)
    config=$(as_root "$here/host.sh" up "$lab")
    cat <<SAID
The lab host is up. To reach it as "$lab", put this line at the top of ~/.ssh/config:
  Include $config
Then: deno task e2e examples/hello --host $lab
SAID
    ;;
  ssh) as_root ssh -F "$state/lab/$lab/ssh_config" "$lab" "$@" ;;
  down) as_root "$here/host.sh" down "$lab" ;;
  *)
    echo "lab.sh: wanted up, ssh or down, found \"$verb\"" >&2
    exit 2
    ;;
esac
