#!/bin/sh
# Sends the running stack requests as a user would. The tool sets its address; without the tool it is on localhost.
set -u
web=${E2E_WEB_8080:-localhost:8080}
failed=0

expect() { # NAME PATH STATUS BODY
  answer=$(curl -sS --max-time 5 -w '\n%{http_code}' "http://$web$2" 2>&1)
  status=${answer##*
}
  body=${answer%
*}
  if [ "$status" = "$3" ] && [ "$body" = "$4" ]; then
    echo "PASS $1"
  else
    echo "FAIL $1: wanted $3 \"$4\", got $status \"$body\""
    failed=1
  fi
}

expect 'says hello in English' '/cgi-bin/hello?name=Ana' 200 'Hello, Ana!'
expect 'says hello in German' '/cgi-bin/hello?name=Ana&lang=de' 200 'Guten Tag, Ana!'
expect 'does not know Klingon' '/cgi-bin/hello?name=Ana&lang=tlh' 404 'No greeting for "tlh"'
expect 'requires a name' '/cgi-bin/hello' 400 'Say who you are: ?name=…'
exit "$failed"
