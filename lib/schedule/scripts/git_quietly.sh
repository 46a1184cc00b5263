#!/bin/sh
# git_quietly.sh DIR ARGUMENT…
# Runs git in DIR without prompts. Files get the modes that git has for them, for containers of other users.
# Output and exit: git's.
set -eu
umask 022
ssh=${GIT_SSH_COMMAND:-$(git -C "$1" config core.sshCommand 2>/dev/null || echo ssh)}
export GIT_SSH_COMMAND="$ssh -o BatchMode=yes -o ConnectTimeout=30" GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true
exec git -C "$@"
