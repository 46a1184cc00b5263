#!/bin/sh
# ready.sh DIR PROJECT
# Polls all checks that come on standard input side by side: every 0.1 s, after 5 s ever slower, up to once a second. One curl per pending
# check and round; two docker calls every half second, in every round where a service is asked.
# A check is one line, TAB between the fields (NAME: a safe file name): NAME http|tcp|service TARGET TIMEOUT_S STATUS BODY
# STATUS and BODY: extended regular expressions; "-" for STATUS is [23].., "-" for BODY is anything.
# Output, one line a change: NAME<TAB>ok|wait|late|exited|restarted<TAB>LAST ANSWER<TAB>ATTEMPTS<TAB>MS; NAME of exited and
# restarted is a service: one that ended, and, told once, one that Docker has started again three times or more.
# Before a failing end one line for each check that is still waiting.
# Exit: 0 all are ok; 3 a check ran out of time, or a container ended non-zero and nothing restarts it; 4 the Docker Engine
# did not answer for 15 s or was restarted, or the containers are gone.
set -eu
[ "${E2E_HELPER-}" = "$1" ] || E2E_HELPER=$1 exec sh "$0" "$@" # so that a removal ends it
dir=$1 project=$2 tab='	' attempt=0 seen=0 looked_ms='' silent_ms=-1 restarted=
# shellcheck source=/dev/null
[ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
work=$(mktemp -d "$dir/ready.XXXXXX") # goes with the sandbox, whatever ends this
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM HUP INT
cat >"$work/pending"

now_ms() {
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}0"
}

http() { # URL STATUS BODY
  code=$(curl -q -sS --noproxy '*' --max-time 5 --max-filesize 10000000 -o "$work/body.$name" -w '%{http_code}' "$1" 2>"$work/error.$name") ||
    case $? in
      7) echo refused; return ;;
      52 | 56) echo "closed at once"; return ;; # docker-proxy with nobody behind it says now the one, now the other
      *) sed 's/^curl: //;q' "$work/error.$name"; return ;;
    esac
  [ "$2" != - ] || set -- "$1" '[23]..' "$3"
  if ! echo "$code" | grep -qxE -- "$2"; then echo "status $code"
  elif [ "$3" != - ] && ! grep -qsE -- "$3" "$work/body.$name"; then echo "status $code, body differs"
  else echo ok; fi
}

tcp() { # HOST:PORT. docker-proxy accepts before anybody listens inside, then hangs up: only what stays connected counts
  state=0
  seconds=$(curl -q -s --noproxy '*' --max-time 0.5 -o /dev/null -w '%{time_connect}' "telnet://$1" </dev/null) || state=$?
  case $state:$seconds in
    28:0[.,]000000) echo "no answer" ;;
    28:*) echo ok ;;
    0:*) echo "closed at once" ;;
    *) echo "refused" ;;
  esac
}

service() { # SERVICE: healthy; running where it has no healthcheck, for 3 s when it was started again; a one-shot that ended well
  awk -F'\t' -v s="$1" -v now="$(now_ms)" '
    FILENAME == ARGV[1] { since[$1] = $3; next }
    $1 == s { n++; runs = $3 == "running" && ($4 == 0 || now - since[$5] >= 3000) }
    $1 == s && !(runs || $3 == "healthy" || ($3 == "exited" && $2 == 0)) { bad = $3 == "running" ? "restarted " $4 " times" : $3 }
    END { print n ? (bad ? bad : "ok") : "no container" }' "$work/starts" "$work/containers"
}

note_starts() { # lines: ID<TAB>RESTARTS<TAB>SINCE_MS, when its last start was seen
  awk -F'\t' -v OFS='\t' -v now="$(now_ms)" '
    FILENAME == ARGV[1] { count[$1] = $2; since[$1] = $3; next }
    { print $5, $4, (($5 in count) && count[$5] == $4 ? since[$5] : now) }' "$work/starts" "$work/containers" >"$work/starts.new"
  mv "$work/starts.new" "$work/starts"
}

containers() { # lines: SERVICE<TAB>EXIT CODE<TAB>STATE OR HEALTH<TAB>RESTARTS<TAB>ID<TAB>RESTART POLICY, which may be empty
  ids=$(timeout 5 docker ps -aq --filter "label=com.docker.compose.project=$project") || return
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2086 # a list of ids
  timeout 5 docker inspect --format \
    '{{index .Config.Labels "com.docker.compose.service"}}{{"\t"}}{{.State.ExitCode}}{{"\t"}}{{if and .State.Running .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}{{"\t"}}{{.RestartCount}}{{"\t"}}{{.ID}}{{"\t"}}{{.HostConfig.RestartPolicy.Name}}' $ids
}

is_due() { # while checks of other kinds are asked often, the Engine need not be
  [ -z "$looked_ms" ] || [ "$(($(now_ms) - looked_ms))" -ge 500 ] || grep -q "^[^$tab]*${tab}service$tab" "$work/pending"
}

look() { # an Engine that is silent for a moment keeps its last word; for long, or with all containers gone, the run is over
  if containers >"$work/containers.new" 2>/dev/null; then
    mv "$work/containers.new" "$work/containers"
    note_starts
    [ "$silent_ms" -lt 0 ] || restarted=1
    silent_ms=-1
    if [ -s "$work/containers" ]; then seen=1
    elif [ "$seen" = 1 ]; then give_up 4; fi
  else
    [ "$silent_ms" -ge 0 ] || silent_ms=$(now_ms)
    [ $(($(now_ms) - silent_ms)) -lt 15000 ] || give_up 4
  fi
}

give_up() { # STATUS
  while IFS=$tab read -r name _; do
    answer='not asked'
    [ ! -e "$work/last.$name" ] || read -r answer <"$work/last.$name"
    printf '%s\twait\t%s\t%s\t%s\n' "$name" "$answer" "$attempt" "$(($(now_ms) - from))"
  done <"$work/pending"
  exit "$1"
}

from=$(now_ms)
: >"$work/containers"
: >"$work/restarted"
: >"$work/starts"
while [ -s "$work/pending" ]; do
  if is_due; then
    looked_ms=$(now_ms)
    look
  fi
  attempt=$((attempt + 1))
  while IFS=$tab read -r name kind target _ status body; do
    "$kind" "$target" "${status:--}" "${body:--}" >"$work/answer.$name" </dev/null &
  done <"$work/pending"
  wait
  ms=$(($(now_ms) - from)) late=
  : >"$work/next"
  while IFS=$tab read -r name kind target timeout rest; do
    read -r answer <"$work/answer.$name" || answer='no answer'
    last=
    [ ! -e "$work/last.$name" ] || read -r last <"$work/last.$name"
    word='wait'
    if [ "$answer" = ok ]; then word=ok
    elif [ "$ms" -ge $((timeout * 1000)) ]; then word=late late=1
    else printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$kind" "$target" "$timeout" "$rest" >>"$work/next"; fi
    [ "$word $answer" = "wait $last" ] || printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$word" "$answer" "$attempt" "$ms"
    echo "$answer" >"$work/last.$name"
  done <"$work/pending"
  mv "$work/next" "$work/pending"
  [ -z "$late" ] || give_up 3
  [ -s "$work/pending" ] || look # what ended meanwhile ended before the stack was healthy
  while IFS=$tab read -r name _ _ restarts _; do
    if [ "${restarts:-0}" -lt 3 ] || grep -qxF -- "$name" "$work/restarted"; then continue; fi
    echo "$name" >>"$work/restarted"
    printf '%s\trestarted\t%s times\t%s\t%s\n' "$name" "$restarts" "$attempt" "$ms"
  done <"$work/containers"
  awk -F'\t' -v OFS='\t' -v n="$attempt" -v ms="$ms" '$3 ~ /^(exited|dead)$/ && $2 != 0 && ($6 == "no" || $6 == "") {
    print $1, "exited", "code " $2, n, ms; bad = 1 } END { exit bad }' "$work/containers" || give_up "$([ -z "$restarted" ] && echo 3 || echo 4)"
  [ -s "$work/pending" ] || break
  nap=$((ms / 50))
  [ "$nap" -ge 100 ] || nap=100
  [ "$nap" -le 999 ] || nap=999
  sleep "0.$nap"
done
