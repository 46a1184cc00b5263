#!/bin/sh
# doctor.sh HOST_FACTS LIST LOGIN_ENV PROGRAM
# What a run needs of this host, and what earlier ones left on it; the slow questions side by side. HOST_FACTS, LIST and
# LOGIN_ENV: the texts of those scripts. PROGRAM: what has to be found in the login environment, or "".
# Output: lines NAME<TAB>VALUE, in any order, those of host_facts.sh among them; nothing for what cannot be told:
#   time (seconds since 1970), user, shell, system, rsync, git, memory_kb (available), home, home_state (there, missing,
#   read-only), home_kb, home_inodes, docker_root, docker_root_kb, docker_root_inodes (free), pools (BASE SIZE,…; empty: the
#   default ones), networks (bridges), build_cache (its size), sandbox (a line of list.sh), unlisted (a directory that cannot be
#   read: then no sandbox is told), leftover (a project whose directory is gone), abandoned, undelivered (how many), cron
#   (running, stopped, missing), crontab (why it is refused), kill_user_processes (b true, b false), program (where it was
#   found), login (asked; nothing when the login environment cannot be).
# Exit: 0, whatever was found.
set -eu
host_facts=$1 list=$2 login_env=$3 program=$4 user=$(id -un)

tell() { # NAME VALUE: one write, so that lines of several processes do not mix
  printf '%s\t%s\n' "$1" "$2"
}
tell time "$(date +%s.%N)"

room() { # NAME DIR: what is free on its disk; some file systems count no inodes
  tell "$1_kb" "$(timeout 5 df -Pk "$2" | awk 'NR == 2 { print $4 }')"
  tell "$1_inodes" "$(timeout 5 df -Pi "$2" | awk 'NR == 2 && $2 > 0 { print $4 }')"
}

docker_facts() {
  info=$(timeout 10 docker info --format '{{.DockerRootDir}}|{{range .DefaultAddressPools}}{{.Base}} {{.Size}},{{end}}')
  tell pools "${info##*|}"
  tell docker_root "${info%|*}"
  room docker_root "${info%|*}"
}

networks() {
  names=$(timeout 10 docker network ls -q --filter driver=bridge)
  tell networks "$(printf '%s\n' "$names" | grep -c .)"
}

build_cache() {
  sizes=$(timeout 3 docker system df --format '{{.Type}}/{{.Size}}')
  tell build_cache "$(printf '%s\n' "$sizes" | sed -n 's#^Build Cache/##p')"
}

labels() { # the sandboxes' paths that something of Docker's carries
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
    [ "$dir" != "$home/sandboxes/$project" ] || [ -d "$dir" ] || tell leftover "$project"
  done
}

find_program() {
  path=$(timeout 12 sh -c "$login_env" | grep '^export PATH=' | tail -n 1)
  [ -n "$path" ] || return 0
  tell login asked
  tell program "$(eval "$path" && command -v "$program")"
}

crontab_facts() {
  command -v crontab >/dev/null || return 0
  answer=$(timeout 5 crontab -l 2>&1) || case $answer in
    *'no crontab for'*) ;;
    *) tell crontab "$(printf '%s\n' "${answer:-no answer within 5 s}" | head -n 1)" ;;
  esac
}

logind() {
  [ -d /run/systemd/system ] || return 0
  tell kill_user_processes "$(timeout 5 busctl get-property org.freedesktop.login1 /org/freedesktop/login1 \
    org.freedesktop.login1.Manager KillUserProcesses)"
}

waiting() { # NAME FILE…: how many there are of which no state-hub knows
  name=$1 number=0
  shift
  for file in "$@"; do
    [ ! -e "$file" ] || [ -e "${file%/*}/delivered" ] || [ -e "${file%/*}/refused" ] || number=$((number + 1))
  done
  tell "$name" "$number"
}

sandboxes() {
  lines=$(sh -c "$list" list.sh "$home") || { tell unlisted "$home/sandboxes"; return; }
  [ -z "$lines" ] || printf '%s\n' "$lines" | while IFS= read -r line; do tell sandbox "$line"; done
}

home=${E2E_HOME:-$HOME/.e2e} state=there
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
  fi
  [ -z "$program" ] || find_program &
  crontab_facts &
  logind &
  sandboxes &
  tell user "$user"
  tell shell "$(getent passwd "$user" | cut -d: -f7)"
  tell system "$(uname -srm)$(sed -n 's/^PRETTY_NAME="\(.*\)"$/, \1/p' /etc/os-release)"
  tell rsync "$(rsync --version | head -n 1)"
  tell git "$(git --version)"
  tell memory_kb "$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)"
  tell home "$home"
  tell home_state "$state"
  room home "$upper"
  waiting abandoned "$home"/abandoned/*.json
  waiting undelivered "$home"/runs/*/result.json
  if grep -qsx 'cron\|crond\|fcron\|cronie' /proc/[0-9]*/comm; then tell cron running
  elif command -v crontab >/dev/null; then tell cron stopped
  else tell cron missing; fi
  wait
} 2>/dev/null </dev/null | grep '	.' || true # what could not be told has no value
