#!/bin/sh
# lab.sh up | ssh [COMMAND…] | down
# A host to try the tool on without a server; host.sh describes it. Its name is in LAB, by default "lab". Needs root or sudo.
# Output of up: what to do next. Exit status: that of the command; 2 for an unknown verb.
set -eu
here=$(dirname -- "$0")
. "$here/../setup/common.sh"
verb=${1:-up} lab=${LAB:-lab}
[ $# = 0 ] || shift
case $verb in
  up)
    config=$(as_root "$here/host.sh" up "$lab")
    cat <<NEXT
The lab host is up. To reach it as "$lab", put this line at the top of ~/.ssh/config:
  Include $config
Then: deno task e2e examples/hello --host $lab
NEXT
    ;;
  ssh) as_root ssh -F "$state/lab/$lab/ssh_config" "$lab" "$@" ;;
  down) as_root "$here/host.sh" down "$lab" ;;
  *)
    echo "lab.sh: expected up, ssh or down, found \"$verb\"" >&2
    exit 2
    ;;
esac
