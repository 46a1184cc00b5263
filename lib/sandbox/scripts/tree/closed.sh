#!/bin/sh
# closed.sh list DIR PROJECT FROM SINCE PATH…
# closed.sh copy DIR PROJECT FROM
# Reads below FROM what this user cannot, because a container wrote it as another user: through a container, of the first
# image at hand that can. Nothing below FROM changes: a database refuses a directory whose mode is another.
# list: the regular files below the directories PATH… (relative to FROM) that were written since SINCE was ("" for all).
#   Output: lines SIZE MTIME CTIME ./PATH, times in seconds.
# copy: DIR/collected/closed takes the files whose paths, each ended by NUL, come on standard input; one that cannot be read
#   is not there. Output: none.
# Exit: 0; 1 not everything could be read, with the reason on standard error.
set -eu
what=$1 dir=$2 project=$3 from=$4 into=$2/collected/closed
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
umask 077
words=$dir/collected/closed.words
trap 'rm -f "$words" "$words.list"' EXIT
trap 'exit 143' HUP INT TERM

images() {
  timeout 20 docker ps -a --filter "label=com.docker.compose.project=$project" --format '{{.Image}}' &&
    timeout 20 docker images --format '{{.ID}}' | head -n 8
}

in_container() { # SCRIPT [ARGUMENT]…: 127 means that an image has not what the script needs
  echo 'the Docker Engine names none' >"$words"
  images | awk '!seen[$0]++' | {
    while read -r image; do
      code=0
      # in the language of what is left out below
      timeout -k 5 60 docker run --rm --pull never --network none --user 0 --label "com.docker.compose.project=$project" \
        --env LC_ALL=C --volume "$from:/from:ro" --volume "$into:/into" --workdir /from --entrypoint sh "$image" -euc "$@" \
        </dev/null 2>"$words" || code=$?
      [ "$code" != 0 ] || exit 0
    done
    exit 1
  } || {
    rm -rf "$into"
    echo "no image at hand can read it: $(tail -n 1 "$words")" >&2
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
    # A file that goes away meanwhile is none. Whole seconds: busybox knows no others.
    # shellcheck disable=SC2016
    in_container 'stat -c %s . >/dev/null; command -v find >/dev/null
      find "$@" -type f -exec sh -c '\''stat -c "%s %Y %Z %n" "$@" 2>/dev/null || true'\'' sh {} + || true' sh "$@" >"$words.list"
    awk -v since="$since" '!/^[0-9]+ [0-9]+ [0-9]+ / || ($2 >= since && $3 >= since)' "$words.list"
    ! grep '^find:' "$words" | grep -v 'No such file' >&2 # the others are Docker's
    ;;
  copy) # made here, and filled there: so they are this user's
    # shellcheck disable=SC2016
    (cd "$into" && xargs -0 -r sh -euc 'for path; do mkdir -p "./${path%"${path##*/}"}"; : >"./$path"; done' sh)
    # shellcheck disable=SC2016
    in_container 'cat /dev/null; command -v find >/dev/null
      find /into -type f -exec sh -c '\''
        for file; do cat "/from/${file#/into/}" >"$file" || rm -f "$file"; done'\'' sh {} +' sh
    ;;
esac
