#!/bin/sh
# packages.sh PACKAGE...
# Installs Debian packages, and starts no service by that: no sshd appears on a machine that had none. Needs root and
# package lists (apt-get update).
# Output: apt-get's own, when it fails. Exit status: 0 when they are installed.
set -eu

log=$(mktemp)
created=$log
policy=/usr/sbin/policy-rc.d
# shellcheck disable=SC2086 # two words, neither with a space
trap 'rm -f $created' EXIT
# One that an earlier time could not remove is ours too.
if [ ! -e "$policy" ] || grep -qs custodian-e2e "$policy"; then
  created="$log $policy"
  printf '#!/bin/sh\n# custodian-e2e: no service starts now\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 \
  -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
case " $* " in
*' openssh-server '*) [ ! -d /run/systemd/system ] || systemctl disable --quiet ssh ;;
esac
