#!/bin/sh
# compile.sh
# Compiles e2e-host, in the project's root: as people do it where Deno's download host answers, else a test binary.
# Two at a time wait for each other; what is there and newer than every source stays.
# Output: where it is. Exit status: 0 when it is there.
set -eu
here=$(dirname -- "$0")
mkdir -p dist .cache/denort
exec 9>.cache/denort/lock
flock 9
if [ ! -x dist/e2e-host ] || [ -n "$(find lib run-on-host.ts "$here/compile.ts" deno.json -newer dist/e2e-host -print -quit)" ]; then
  if curl -sf -m 10 -o /dev/null https://dl.deno.land/release-latest.txt; then deno run -A "$here/compile.ts" >&2
  else
    sh "$here/setup/denort.sh" .cache/denort >&2
    DENORT_BIN=$PWD/.cache/denort/denort DENO_TLS_CA_STORE=system .cache/denort/deno run -A --no-lock "$here/compile.ts" >&2
  fi
fi
echo "$PWD/dist/e2e-host"
