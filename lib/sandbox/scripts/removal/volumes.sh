#!/bin/sh
# volumes.sh DIR PROJECT [--before]
# With --before, which comes before anything of the project is started: notes in DIR/volumes.before which volumes without a
# name there are; they are not the sandbox's, whoever mounts them later. Then, and at the end:
# Tells the anonymous volumes of a project's containers. They carry no label: only a container says whose they are, and
# "rm -v" forgets those of a container that was made again. Counted are those of its containers now, those that were noted
# before in DIR/volumes, and those that one of its containers was the first to mount while a job ran (DIR/job*/engine, which
# job_run.sh writes). Not counted is what was there before, and, now or later, what another container had first
# (volumes_from: container:…).
# Output: lines "own NAME" and, for what its containers mount and is not its own, "other NAME"; the same in DIR/volumes where
# DIR is there. Exit: 0; 4 the Docker Engine does not answer; 124 not in time; other when it cannot be noted before.
set -eu
dir=$1 project=$2
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
if [ "${3-}" = --before ]; then
  before=$(timeout 20 docker volume ls -q 2>/dev/null) || { [ "$?" = 124 ] && exit 124 || exit 4; }
  printf '%s\n' "$before" | grep -xE '[0-9a-f]{64}' >"$dir/volumes.new" || [ "$?" = 1 ] # there is none
  mv "$dir/volumes.new" "$dir/volumes.before"
  exit
fi
format='{{.Label "com.docker.compose.project"}}	{{.Mounts}}'
mounts=$(timeout 20 docker ps -a --no-trunc --format "$format" 2>/dev/null) || { [ "$?" = 124 ] && exit 124 || exit 4; }
found=$({
  sed 's/^/before	/' "$dir/volumes.before" 2>/dev/null || true
  sed 's/ /	/' "$dir/volumes" 2>/dev/null || true
  cat "$dir"/job*/engine "$dir"/job*/engine.part 2>/dev/null || true
  printf '%s\n' "$mounts" | sed 's/^/now	/'
} | awk -F'\t' -v project="$project" '
  $1 == "before" { before[$2] = 1; next }
  $1 == "own" || $1 == "other" { whose[$2] = $1; next }
  $1 == "now" {
    n = split($3, names, ",")
    for (i = 1; i <= n; i++) if (names[i] ~ /^[0-9a-f]+$/ && length(names[i]) == 64) {
      if ($2 == project) has[names[i]] = 1
      else had[names[i]] = 1
    }
    next
  }
  $2 == "create" && $1 == "container" { of[$3] = $5 }
  $2 == "create" && $1 == "volume" && length($3) == 64 { made[$3] = 1 }
  $2 == "mount" && !($3 in first) { first[$3] = $4 }
  END {
    for (name in made) if (!(name in whose) && (name in first) && of[first[name]] == project) whose[name] = "own"
    for (name in has) if (!(name in whose)) whose[name] = ((name in before) || (name in had)) ? "other" : "own"
    for (name in whose) print whose[name], name
  }' | sort)
[ ! -d "$dir" ] || { printf '%s\n' "$found" >"$dir/volumes"; } 2>/dev/null || true # a full disk must not stop a removal
printf '%s\n' "$found"
