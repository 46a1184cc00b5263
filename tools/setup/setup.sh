#!/bin/sh
# setup.sh [look | install | verify]
# Prepares this machine for the demo and the tests: lists what is missing, and installs it. Uses what is already installed.
# Needs root or sudo when something is missing. It is safe to run it twice, after a crash, and several times at once.
# E2E_SETUP=run: installs only what a run needs, nothing for the tests.
# The arguments are its own steps: look with the environment of a new login, install under a lock, and verify.
# Output: what will be installed, then a line for each step; nothing when nothing is missing.
# Exit status: 0 when nothing is missing any more, otherwise 1.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

user=$(id -un)
base_images=''
[ "${E2E_SETUP-}" != run ] || base_images=busybox:stable

# Sets the variables below to what is missing. It is fast, because it does not call a package manager.
look() {
  packages='' deno='' plugins='' engine='' group='' images=''
  look_for git:git rsync:rsync curl:curl setsid:util-linux ssh:openssh-client busybox:busybox-static
  [ "${E2E_SETUP-}" = run ] || look_for_tests
  deno_works || look_for_npm
  compose_works || plugins='docker-compose docker-buildx'
  # shellcheck disable=SC2086 # names are words
  if engine_answers; then images=$(sh "$here/images.sh" missing $base_images); else look_for_engine; fi
}

# look_for PROGRAM:PACKAGE...: adds the packages of programs that are not installed
look_for() {
  for pair in "$@"; do have "${pair%:*}" || packages="$packages ${pair#*:}"; done
}

look_for_tests() {
  look_for shellcheck:shellcheck sshd:openssh-server ip:iproute2 iptables:iptables mkfs.ext4:e2fsprogs faketime:faketime \
    cron:cron pip3:python3-pip chromium:chromium zsh:zsh fish:fish
  login_has 'python3 -c "import pytest"' || packages="$packages python3-pytest"
  login_has 'command -v go' || packages="$packages golang-go"
}

# login_has COMMAND: exit status 0 when it succeeds in a login shell, where tests run
login_has() {
  sh -lc "$1" >/dev/null 2>&1 || bash -lc "$1" >/dev/null 2>&1
}

look_for_npm() {
  deno=deno@$deno_version
  have npm || packages="$packages npm"
}

look_for_engine() {
  have dockerd || packages="$packages docker.io"
  engine=start
  images=${base_images:-$(sh "$here/images.sh" all)}
  if [ "$user" = root ] || is_member_of_docker; then return; fi
  group=docker
  ! grep -qs '/run/docker.sock$' /proc/net/unix || engine=''
}

nothing_missing() {
  [ -z "$packages$deno$plugins$engine$group$images" ]
}

# Exit status 0 when this script may install packages; otherwise it sets why_not.
may_install() {
  why_not='this is not Debian'
  is_debian || return 1
  [ "$(id -u)" != 0 ] || return 0
  why_not="user $user is not root and has no sudo"
  have sudo && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }
}

announce() {
  # shellcheck disable=SC2086 # the lists are words
  [ -z "$packages$plugins$deno" ] || echo will install: $packages $plugins $deno
  [ -z "$engine" ] || echo "will start: Docker Engine"
  [ -z "$group" ] || echo "will add: user $user to group $group"
  # shellcheck disable=SC2086
  [ -z "$images" ] || echo will get if missing: $images "(pulled, or built with debootstrap when no image registry answers)"
}

install() {
  look
  ! nothing_missing || return 0
  announce
  [ -z "$packages$plugins" ] || as_root apt-get update -qq
  # shellcheck disable=SC2086
  [ -z "$packages" ] || as_root sh "$here/packages.sh" $packages
  [ -z "$plugins" ] || as_root sh "$here/plugins.sh"
  [ -z "$engine" ] || as_root sh "$here/engine.sh"
  [ -z "$group" ] || as_root usermod -aG "$group" "$user"
  [ -z "$deno" ] || sh "$here/deno.sh"
  # shellcheck disable=SC2016,SC2086
  [ -z "$images" ] || "$here/with-tools.sh" sh -c 'missing=$(sh "$0" missing "$@")
    [ -z "$missing" ] || exec sh "$0" get $missing' "$here/images.sh" $base_images
  exec "$here/with-tools.sh" sh "$0" verify
}

# Prints a line for each missing part, with the command that installs it.
print_missing_on_debian() {
  [ -z "$packages" ] || echo "missing packages: as root: apt-get install$packages"
  [ -z "$plugins" ] || echo "missing Docker Compose $compose_at_least or newer, and buildx: as root: sh $here/plugins.sh"
  [ -z "$engine" ] || echo "no running Docker Engine: as root: sh $here/engine.sh"
  [ -z "$group" ] || echo "no access to the Docker Engine: as root: usermod -aG $group $user"
  [ -z "$deno" ] || echo "missing Deno $deno_at_least or newer: sh $here/deno.sh"
  for image in $images; do echo "missing image: sh $here/images.sh get $image"; done
  echo "hint: to install most of this, run as root: sh $here/setup.sh"
}

print_missing_elsewhere() {
  [ -z "$packages" ] || echo "missing packages: $(if have brew; then echo 'brew install'; else echo install; fi)$packages"
  [ -z "$plugins$engine" ] ||
    echo "missing Docker with Compose $compose_at_least or newer: https://docs.docker.com/get-started/get-docker/"
  [ -z "$deno" ] || echo "missing Deno $deno_at_least or newer: sh $here/deno.sh"
  for image in $images; do echo "missing image: docker pull $image"; done
}

# print_missing REASON
print_missing() {
  echo "Cannot install what is missing: $1"
  if is_debian; then print_missing_on_debian; else print_missing_elsewhere; fi
}

case ${1:-start} in
start)
  exec "$here/with-tools.sh" sh "$0" look
  ;;
look)
  look
  ! nothing_missing || exit 0
  may_install || { print_missing "$why_not"; exit 1; } >&2
  flock --nonblock /usr/local true || echo "waiting for another set-up on this machine"
  exec flock --close /usr/local "$here/with-tools.sh" sh "$0" install
  ;;
install)
  install
  ;;
verify)
  look
  nothing_missing || { print_missing "it was installed, but is not found"; exit 1; } >&2
  ;;
esac
