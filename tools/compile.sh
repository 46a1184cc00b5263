#!/bin/sh
# compile.sh
# Compiles e2e-host for the tests, in the project's root. When Deno's download host does not answer, it makes a test binary
# from denort.sh. Skips the work when dist/e2e-host is newer than every source. A second call at once waits for the first.
# Output: the path of the binary. Exit status: 0 when the binary exists.
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
