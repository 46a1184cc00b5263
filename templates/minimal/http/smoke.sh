#!/bin/sh
# Passes when the stack answers. The toolkit says where it is; by hand it is on localhost.
set -eu
curl -sS --fail --max-time 10 "http://${E2E_WEB_8080:-localhost:8080}/hello"
