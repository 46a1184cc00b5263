#!/bin/sh
# packages.sh PACKAGE...
# Installs Debian packages without starting their services: the machine gets no running sshd, for example. Needs root and
# package lists (apt-get update).
# Output: that of apt-get, when it fails. Exit status: 0 when the packages are installed.
set -eu

log=$(mktemp)
created=$log
policy=/usr/sbin/policy-rc.d
# shellcheck disable=SC2086 # two words, neither with a space
trap 'rm -f $created' EXIT
# A policy file of an earlier call that could not remove it may be replaced.
if [ ! -e "$policy" ] || grep -qs custodian-e2e "$policy"; then
  created="$log $policy"
  printf '#!/bin/sh\n# custodian-e2e: do not start services now\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 \
  -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
case " $* " in
*' openssh-server '*) [ ! -d /run/systemd/system ] || systemctl disable --quiet ssh ;;
esac
