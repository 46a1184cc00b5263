#!/bin/sh
# login_env.sh
# Prints the environment of the user's login shell, which a command over ssh and cron do not have. The tool's own settings and
# tokens are left out. sh replaces a login shell that does not run POSIX commands (tcsh, nologin).
# Output: lines of sh that export the variables. The first line is "# REASON" when the login shell ran no command, or not in
# time: then variables may be missing. Exit: 0.
set -eu
user=$(id -un)
entry=$(timeout 5 getent passwd "$user" 2>/dev/null || grep "^$user:" /etc/passwd || true)
home=$(printf '%s' "$entry" | cut -d: -f6) shell=$(printf '%s' "$entry" | cut -d: -f7)
home=${home:-${HOME:-/}} shell=${shell:-/bin/sh}
marker=e2e-login-environment
# Runs after the start-up files. Unsets variables there, because their values, of any text, cannot be cut out here.
inner="unset PWD OLDPWD SHLVL _
for name in \$(env | sed -n 's/^\\(E2E_[A-Za-z0-9_]*\\|STATE_HUB_[A-Za-z0-9_]*\\|RAILIANCE01_HOST\\)=.*/\\1/p'); do unset \"\$name\"; done
echo; echo $marker; export -p; echo $marker"

ask() { # SHELL LIMIT_S: the lines between two markers. Does not wait for what the start-up files left running
  # shellcheck disable=SC2016
  answer=$(HOME=$home SHELL=$shell E2E_ASK=$inner timeout -k 1 "$2" sh -c '
    env -i HOME="$HOME" USER="$1" LOGNAME="$1" SHELL="$SHELL" TERM=dumb E2E_ASK="$E2E_ASK" \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      "$2" -l -c '\''exec /bin/sh -c "$E2E_ASK"'\'' </dev/null 2>/dev/null | sed -e "1,/^$3\$/d" -e "/^$3\$/q"
    ' sh "$user" "$1" "$marker") || { reason=${reason:-did not run a command within $2 s} && return 1; }
  case $answer in *"$marker") answer=${answer%"$marker"} ;; *) return 1 ;; esac
}

reason=''
ask "$shell" 15 || ask /bin/sh 3 || {
  reason=${reason:-runs no commands of a POSIX shell}
  answer=$(env -i HOME="$home" PATH=/usr/local/bin:/usr/bin:/bin /bin/sh -c "unset PWD OLDPWD SHLVL _; export -p")
}
[ -z "$reason" ] || printf '# its login shell %s %s\n' "$shell" "$reason"
printf '%s\n' "$answer"
