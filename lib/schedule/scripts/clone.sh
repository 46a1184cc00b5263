#!/bin/sh
# clone.sh DIR URL
# Clones URL into DIR, relative to the home directory, without prompts; DIR may begin with "~/". DIR gets its mode from the
# account's umask, the files in it those that git has for them, for containers of other users.
# Output and exit: those of git clone.
set -eu
# shellcheck disable=SC2088 # in quotes, as it was typed
case $1 in '~/'*) dir=${1#\~/} ;; *) dir=$1 ;; esac
cd
ssh=${GIT_SSH_COMMAND:-$(git config core.sshCommand 2>/dev/null || echo ssh)}
export GIT_SSH_COMMAND="$ssh -o BatchMode=yes -o ConnectTimeout=30" GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true
mkdir -p "$dir"
umask 022
git clone -q -- "$2" "$dir" || {
  code=$?
  rmdir "$dir" 2>/dev/null || true # git leaves it empty
  exit "$code"
}
