#!/bin/sh
# images.sh all | images.sh missing [IMAGE...] | images.sh get [IMAGE...]
# The images of the tests. They are pulled where an image registry answers, else made from packages under the same names.
# A new one: a function make_NAME (every other character than a letter or digit is _), and its name in `images` when it is
# wanted on every machine; the others are made when a test asks for them.
# Without a name, it is about those in `images`, and get gets the missing ones.
# Output: all of them or the missing ones, one a line; or a line for each image that there is now.
# Exit status: 0 when that worked.
set -eu
here=$(dirname -- "$0")
. "$here/common.sh"

images='busybox:stable
debian:bookworm-slim'

make_busybox_stable() {
  (cd "$temporary" && apt-get -qq -o APT::Sandbox::User=root download busybox-static && dpkg -x busybox-static_*.deb tree)
  mkdir -p "$temporary/tree/etc" "$temporary/tree/tmp" "$temporary/tree/root"
  chmod 1777 "$temporary/tree/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$temporary/tree/etc/passwd"
  echo 'root:x:0:' >"$temporary/tree/etc/group"
  for command in $("$temporary/tree/bin/busybox" --list); do
    [ "$command" = busybox ] || ln "$temporary/tree/bin/busybox" "$temporary/tree/bin/$command"
  done
  tar -C "$temporary/tree" --exclude=./usr -c . | docker import --change 'CMD ["sh"]' - busybox:stable
}

make_debian_bookworm_slim() {
  have debootstrap || as_root sh "$here/packages.sh" debootstrap
  as_root debootstrap --variant=minbase bookworm "$temporary/tree" "$(sh "$here/mirror.sh")" >"$temporary/log" || {
    tail -n 15 "$temporary/log" >&2
    return 1
  }
  as_root tar -C "$temporary/tree" --exclude='./var/cache/apt/archives/*' --exclude='./var/lib/apt/lists/*' -c . |
    docker import --change 'CMD ["bash"]' - debian:bookworm-slim
}

# What is below stack/ says what these stand for.
make_postgres_15() {
  docker build -q -t postgres:15 "$here/stack/postgres"
}

make_python_3_11_slim() {
  cp "$here/stack/python/Dockerfile" "$temporary"
  mkdir -p "$temporary/etc/ssl/certs"
  cp /etc/ssl/certs/ca-certificates.crt "$temporary/etc/ssl/certs"
  [ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$temporary/etc"
  docker build -q -t python:3.11-slim "$temporary"
}

# Both come from one build.
make_temporalio_auto_setup_1_29_1() {
  sh "$here/stack/temporal.sh" "$temporary"
  mkdir -p "$temporary/server-image/etc/schema/postgresql" "$temporary/ui-image"
  cp -r "$here"/stack/auto-setup/* "$temporary/server-image"
  cp -r "$temporary/bin" "$temporary/server-image"
  rm "$temporary/server-image/bin/ui-server"
  cp -r "$temporary/server/config" "$temporary/server-image/etc"
  cp -r "$temporary/server/schema/postgresql/v12" "$temporary/server-image/etc/schema/postgresql"
  cp -r "$here"/stack/ui/* "$temporary/bin/ui-server" "$temporary/ui/config" "$temporary/ui-image"
  docker build -q -t temporalio/ui:2.42.1 "$temporary/ui-image"
  docker build -q -t temporalio/auto-setup:1.29.1 "$temporary/server-image"
}

make_temporalio_ui_2_42_1() {
  docker image inspect temporalio/ui:2.42.1 >/dev/null 2>&1 || make_temporalio_auto_setup_1_29_1
}

# missing IMAGE...
missing() {
  for image in "$@"; do
    docker image inspect "$image" >/dev/null 2>&1 || echo "$image"
  done
}

# The smallest image answers the question for all of them; a registry that is only out of reach costs an engine minutes.
ask_registry() {
  if timeout 15 docker pull -q busybox:stable >/dev/null 2>&1; then registry=yes; else registry=no; fi
}

# make IMAGE: without a registry
make() {
  temporary=$(mktemp -d)
  trap 'as_root rm -rf "$temporary"' EXIT
  chmod 755 "$temporary"
  "make_$(printf %s "$1" | tr -c 'a-zA-Z0-9' _)" >"$temporary/id"
  as_root rm -rf "$temporary"
}

get() {
  ask_registry
  [ "$registry" = yes ] || as_root apt-get update -qq
  for image in "$@"; do
    if [ "$registry" = yes ] && timeout 600 docker pull -q "$image" >/dev/null; then
      echo "Image $image is pulled"
    else
      make "$image"
      echo "Image $image is made from packages"
    fi
  done
}

case $1 in
all) echo "$images" ;;
missing)
  shift
  # shellcheck disable=SC2086 # names are words
  [ $# -gt 0 ] || set -- $images
  missing "$@"
  ;;
get)
  shift
  # shellcheck disable=SC2046,SC2086
  [ $# -gt 0 ] || set -- $(missing $images)
  [ $# -eq 0 ] || get "$@"
  ;;
esac
