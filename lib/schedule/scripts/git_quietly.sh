#!/bin/sh
# git_quietly.sh DIR ARGUMENT…
# Runs git in DIR without prompts, with messages in English, and without variables that select another repository.
# Output and exit: git's.
set -eu
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES \
  GIT_NAMESPACE GIT_PREFIX GIT_CEILING_DIRECTORIES
ssh=${GIT_SSH_COMMAND:-$(git -C "$1" config core.sshCommand 2>/dev/null || echo ssh)}
export GIT_SSH_COMMAND="$ssh -o BatchMode=yes -o ConnectTimeout=30" GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true LC_ALL=C
exec git -C "$@"
