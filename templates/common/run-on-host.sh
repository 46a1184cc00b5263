#!/bin/sh
# Runs this repository's end-to-end tests natively, on the sandbox host itself, such as from its crontab.
if command -v e2e-host >/dev/null 2>&1; then exec e2e-host "$(dirname "$0")/.." "$@"; fi
if [ -x "$HOME/.e2e/bin/e2e-host" ]; then exec "$HOME/.e2e/bin/e2e-host" "$(dirname "$0")/.." "$@"; fi
echo 'Cannot find e2e-host on PATH or in ~/.e2e/bin: "deno task compile" in the toolkit makes it' >&2
exit 127
