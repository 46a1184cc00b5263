#!/bin/sh
# Passes when the stack answers. The tool sets its address; without it the address is localhost.
set -eu
curl -sS --globoff --max-time 10 -o /dev/null -w 'status %{http_code}\n' "http://${E2E_WEB_8080:-localhost:8080}/hello"
