#!/bin/sh
# closed.sh list DIR PROJECT FROM SINCE PATH…
# closed.sh copy DIR PROJECT FROM
# Reads files below FROM that this user cannot read, because a container wrote them as another user. It reads them in a
# container of the first local image that can. Nothing below FROM is changed: a database refuses a directory with another mode.
# list: the regular files below the directories PATH… (relative to FROM) that are newer than the file SINCE ("" for all).
#   Output: lines SIZE MTIME CTIME ./PATH, times in seconds.
# copy: copies the files on standard input, paths each ended by NUL, to DIR/collected/closed; those that cannot be read are
#   left out. Output: none.
# Exit: 0; 1 not everything could be read, with the reason on standard error.
set -eu
what=$1 dir=$2 project=$3 from=$4 into=$2/collected/closed
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
umask 077
messages=$dir/collected/closed.messages
trap 'rm -f "$messages" "$messages.list"' EXIT
trap 'exit 143' HUP INT TERM

images() {
  timeout 20 docker ps -a --filter "label=com.docker.compose.project=$project" --format '{{.Image}}' &&
    timeout 20 docker images --format '{{.ID}}' | head -n 8
}

in_container() { # SCRIPT [ARGUMENT]…: tries one image after the other; 127 means that a program is missing in it
  echo 'Docker lists no images' >"$messages"
  images | awk '!seen[$0]++' | {
    while read -r image; do
      code=0
      # LC_ALL: messages are compared below
      timeout -k 5 60 docker run --rm --pull never --network none --user 0 --label "com.docker.compose.project=$project" \
        --env LC_ALL=C --volume "$from:/from:ro" --volume "$into:/into" --workdir /from --entrypoint sh "$image" -euc "$@" \
        </dev/null 2>"$messages" || code=$?
      [ "$code" != 0 ] || exit 0
    done
    exit 1
  } || {
    rm -rf "$into"
    echo "no local image can read it: $(tail -n 1 "$messages")" >&2
    exit 1
  }
}

rm -rf "$into"
mkdir -p "$into"
case $what in
  list)
    since=0
    [ -z "$5" ] || since=$(stat -c %Y "$5")
    shift 5
    # Files that are removed meanwhile are left out. Times in seconds: busybox has no others.
    # shellcheck disable=SC2016
    in_container 'stat -c %s . >/dev/null; command -v find >/dev/null
      find "$@" -type f -exec sh -c '\''stat -c "%s %Y %Z %n" "$@" 2>/dev/null || true'\'' sh {} + || true' sh "$@" >"$messages.list"
    awk -v since="$since" '!/^[0-9]+ [0-9]+ [0-9]+ / || ($2 >= since && $3 >= since)' "$messages.list"
    ! grep '^find:' "$messages" | grep -v 'No such file' >&2 # other lines are Docker's
    ;;
  copy) # creates the files here, so that they belong to this user, and fills them there
    # shellcheck disable=SC2016
    (cd "$into" && xargs -0 -r sh -euc 'for path; do mkdir -p "./${path%"${path##*/}"}"; : >"./$path"; done' sh)
    # shellcheck disable=SC2016
    in_container 'cat /dev/null; command -v find >/dev/null
      find /into -type f -exec sh -c '\''
        for file; do cat "/from/${file#/into/}" >"$file" || rm -f "$file"; done'\'' sh {} +' sh
    ;;
esac
