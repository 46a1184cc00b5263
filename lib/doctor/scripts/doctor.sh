#!/bin/sh
# doctor.sh HOST_FACTS LIST LEASE LOGIN_ENV PROGRAM [IMAGE…]
# Checks what a run needs on this host, and what earlier runs left on it. The slow checks run side by side. HOST_FACTS, LIST,
# LEASE and LOGIN_ENV: the texts of those scripts. PROGRAM: a program to look up in the login environment, or "": then
# the login shell is not asked. IMAGE: an image that a run needs.
# Output: lines NAME<TAB>VALUE in any order, with those of host_facts.sh; a value that is unknown has no line:
#   time (seconds since 1970), user, shell, system, rsync, git, memory_kb (available), home, home_state (exists, missing,
#   read-only), home_kb, home_inodes, docker_root, docker_root_kb, docker_root_inodes (free), pools (BASE SIZE,…; empty: the
#   default pools), networks (number of bridges), build_cache (its size), sandbox (a line of list.sh), unlisted (a directory
#   that cannot be read: then there are no sandbox lines), leftover (a project whose directory is gone), abandoned (number of
#   notes), undelivered (number of results), cron (running, stopped, missing), crontab (the error of crontab),
#   kill_user_processes (b true, b false), program (its path), login (asked: the login environment is known), login_trouble
#   (why it is incomplete), image_missing (an IMAGE), registry, registry_error (the registries of missing images: an address
#   that answers, or why it does not).
# Exit: 0.
set -eu
host_facts=$1 list=$2 lease=$3 login_env=$4 program=$5 user=$(id -un)
shift 5

report() { # NAME VALUE: in one write, so that the lines of several processes do not mix
  printf '%s\t%s\n' "$1" "$2"
}
report time "$(date +%s.%N)"

room() { # NAME DIR: the free KB and inodes of its disk; some file systems have no inodes
  report "$1_kb" "$(timeout 5 df -Pk "$2" | awk 'NR == 2 { print $4 }')"
  report "$1_inodes" "$(timeout 5 df -Pi "$2" | awk 'NR == 2 && $2 > 0 { print $4 }')"
}

docker_facts() {
  info=$(timeout 10 docker info --format '{{.DockerRootDir}}|{{range .DefaultAddressPools}}{{.Base}} {{.Size}},{{end}}')
  report pools "${info##*|}"
  report docker_root "${info%|*}"
  room docker_root "${info%|*}"
}

networks() {
  names=$(timeout 10 docker network ls -q --filter driver=bridge)
  report networks "$(printf '%s\n' "$names" | grep -c .)"
}

build_cache() {
  sizes=$(timeout 3 docker system df --format '{{.Type}}/{{.Size}}')
  report build_cache "$(printf '%s\n' "$sizes" | sed -n 's#^Build Cache/##p')"
}

labels() { # the sandbox paths in labels of Docker
  label=dev.custodian.e2e.sandbox
  timeout 10 docker ps -a --filter "label=$label" --format "{{.Label \"$label\"}}" &
  timeout 10 docker network ls --filter "label=$label" --format "{{.Label \"$label\"}}" &
  timeout 10 docker volume ls --filter "label=$label" --format "{{.Label \"$label\"}}" &
  timeout 10 docker images -aq --filter "label=$label" | sort -u |
    xargs -r timeout 10 docker image inspect --format "{{index .Config.Labels \"$label\"}}" &
  wait
}

leftovers() {
  labels | sort -u | while IFS= read -r dir; do
    project=${dir##*/}
    [ "$dir" != "$home/sandboxes/$project" ] || [ -d "$dir" ] || report leftover "$project"
  done
}

images() { # IMAGE…: those that are missing, and whether their registries answer
  missing=$(for image; do timeout 5 docker image inspect "$image" >/dev/null || echo "$image"; done)
  [ -n "$missing" ] || return 0
  info=$(timeout 10 docker info --format '{{.HTTPSProxy}}|{{with .RegistryConfig}}{{range .Mirrors}}{{.}} {{end}}{{end}}')
  mirror=${info#*|}
  for image in $missing; do report image_missing "$image"; done
  for image in $missing; do # Source: distribution, reference: a first part with "." or ":" is a registry
    case $image in
      localhost/* | localhost:*/*) echo "http://${image%%/*}/" ;;
      *[.:]*/*) case ${image%%/*} in *[.:]*) echo "https://${image%%/*}/" ;; *) echo "${mirror:-https://registry-1.docker.io/}" ;; esac ;;
      *) echo "${mirror:-https://registry-1.docker.io/}" ;;
    esac
  done | sed 's/ .*//' | sort -u | while IFS= read -r registry; do
    if error=$(curl -q -sS -o /dev/null --max-time 10 ${info:+--proxy "${info%%|*}"} "${registry%/}/v2/" 2>&1); then
      report registry "${registry%/}"
    else report registry_error "${registry%/} does not answer: $(printf '%s\n' "$error" | tail -n 1)"; fi
  done
}

find_program() {
  exports=$(timeout 28 sh -c "$login_env")
  report login_trouble "$(printf '%s\n' "$exports" | sed -n '1s/^# //p')"
  path=$(printf '%s\n' "$exports" | grep '^export PATH=' | tail -n 1)
  [ -n "$path" ] || return 0
  report login asked
  report program "$(eval "$path" && command -v "$program")"
}

crontab_facts() {
  command -v crontab >/dev/null || return 0
  answer=$(timeout 5 crontab -l 2>&1) || case $answer in
    *'no crontab for'*) ;;
    *) report crontab "$(printf '%s\n' "${answer:-no answer within 5 s}" | head -n 1)" ;;
  esac
}

logind() {
  [ -d /run/systemd/system ] || return 0
  report kill_user_processes "$(timeout 5 busctl get-property org.freedesktop.login1 /org/freedesktop/login1 \
    org.freedesktop.login1.Manager KillUserProcesses)"
}

undelivered() { # NAME FILE…: the number of files that were not delivered to a state-hub
  name=$1 number=0
  shift
  for file in "$@"; do
    [ ! -e "$file" ] || [ -e "${file%/*}/delivered" ] || [ -e "${file%/*}/refused" ] || number=$((number + 1))
  done
  report "$name" "$number"
}

sandboxes() {
  lines=$(E2E_TEXT_lease=$lease sh -c "$list" list.sh "$home") || { report unlisted "$home/sandboxes"; return; }
  [ -z "$lines" ] || printf '%s\n' "$lines" | while IFS= read -r line; do report sandbox "$line"; done
}

home=${E2E_HOME:-$HOME/.e2e} state=exists
upper=$home
while [ ! -d "$upper" ]; do upper=$(dirname "$upper") state=missing; done
[ "$state" = missing ] || home=$(cd "$home" && pwd -P)
[ -w "$upper" ] || state=read-only
{
  sh -c "$host_facts" &
  if command -v docker >/dev/null; then
    docker_facts &
    networks &
    build_cache &
    leftovers &
    [ $# = 0 ] || images "$@" &
  fi
  [ -z "$program" ] || find_program &
  crontab_facts &
  logind &
  sandboxes &
  report user "$user"
  report shell "$(getent passwd "$user" | cut -d: -f7)"
  report system "$(uname -srm)$(sed -n 's/^PRETTY_NAME="\(.*\)"$/, \1/p' /etc/os-release)"
  report rsync "$(rsync --version | head -n 1)"
  report git "$(git --version)"
  report memory_kb "$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)"
  report home "$home"
  report home_state "$state"
  room home "$upper"
  undelivered abandoned "$home"/abandoned/*.json
  undelivered undelivered "$home"/runs/*/result.json
  if grep -qsx 'cron\|crond\|fcron\|cronie' /proc/[0-9]*/comm; then report cron running
  elif command -v crontab >/dev/null; then report cron stopped
  else report cron missing; fi
  wait
} 2>/dev/null </dev/null | grep '	.' || true # leaves out unknown values
