#!/bin/sh
# images.sh all | images.sh missing [IMAGE...] | images.sh get [IMAGE...]
# The images of the tests: `all` lists them, `missing` lists those that the Docker Engine does not have, `get` gets them. They
# are pulled from an image registry, or built from packages under the same names when no registry answers.
# Without an IMAGE, the commands use the images in the variable `images`; `get` then gets the missing ones.
# To add an image, write a function make_NAME, with _ for each character of the name that is not a letter or a digit. Add it
# to `images` if every machine needs it; other images are made when a test needs them.
# Output: the images, one per line; for get, a line for each new image. Exit status: 0 on success.
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

# The Dockerfiles below stack/ describe what these images replace.
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

# One build makes both images.
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

# missing IMAGE...: lists those that the Docker Engine does not have
missing() {
  for image in "$@"; do
    docker image inspect "$image" >/dev/null 2>&1 || echo "$image"
  done
}

# Asks for the smallest image only: an unreachable registry can cost minutes for each image.
ask_registry() {
  if timeout 15 docker pull -q busybox:stable >/dev/null 2>&1; then registry=yes; else registry=no; fi
}

# make IMAGE: builds it without a registry
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
      echo "pulled image $image"
    else
      make "$image"
      echo "built image $image from packages"
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
