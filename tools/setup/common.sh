# Variables and functions for the scripts in this folder, which source this file. It changes nothing on the machine.
# shellcheck shell=sh disable=SC2034

deno_version=2.9.6
deno_at_least=2.9
compose_at_least=2.22
state=/var/lib/custodian-e2e
# sshd, dockerd and ip are in sbin, which may be missing in a user's PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# at_least MINIMUM FOUND: exit status 0 when version FOUND is MINIMUM or newer
at_least() {
  [ -n "$2" ] && printf '%s\n%s\n' "$1" "$2" | sort -C -V
}

have() {
  command -v "$1" >/dev/null 2>&1
}

is_debian() {
  have apt-get && grep -qx 'ID="\{0,1\}debian"\{0,1\}' /etc/os-release 2>/dev/null
}

deno_works() {
  at_least "$deno_at_least" "$(deno --version 2>/dev/null | awk '$1 == "deno" { print $2 }')"
}

engine_answers() {
  timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

compose_works() {
  at_least "$compose_at_least" "$(docker compose version --short 2>/dev/null)"
}

# as_root COMMAND...: runs COMMAND as root
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

# Exit status 0 when this user is a member of the group docker, even if this login is older than the membership
is_member_of_docker() {
  id -nG "$(id -un)" | grep -qw docker
}
