#!/bin/sh
# login_env.sh
# Output: the environment of the user's login shell, as lines of sh that export it. Neither a plain ssh command nor cron
# has it. Our own settings and tokens are left out. A shell that cannot be asked (tcsh, nologin) is replaced by sh.
# Exit: 0.
set -eu
user=$(id -un)
entry=$(getent passwd "$user" 2>/dev/null || grep "^$user:" /etc/passwd || true)
home=$(printf '%s' "$entry" | cut -d: -f6) shell=$(printf '%s' "$entry" | cut -d: -f7)
home=${home:-${HOME:-/}} shell=${shell:-/bin/sh}
marker=e2e-login-environment
# Runs after the start-up files. What is not for the tests is unset there, not cut out here: a value may hold any text.
inner="unset PWD OLDPWD SHLVL _
for name in \$(env | sed -n 's/^\\(E2E_[A-Za-z0-9_]*\\|STATE_HUB_[A-Za-z0-9_]*\\|RAILIANCE01_HOST\\)=.*/\\1/p'); do unset \"\$name\"; done
echo; echo $marker; export -p; echo $marker"

ask() { # SHELL LIMIT_S: before the marker comes chatter; after the second nothing is waited for, not even a daemon's end
  # shellcheck disable=SC2016
  answer=$(timeout -k 1 "$2" env -i HOME="$home" USER="$user" LOGNAME="$user" SHELL="$shell" TERM=dumb E2E_ASK="$inner" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "$1" -l -c 'exec /bin/sh -c "$E2E_ASK"' </dev/null 2>/dev/null | sed -e "1,/^$marker\$/d" -e "/^$marker\$/q")
  case $answer in *"$marker") answer=${answer%"$marker"} ;; *) return 1 ;; esac
}

ask "$shell" 10 || ask /bin/sh 3 ||
  answer=$(env -i HOME="$home" PATH=/usr/local/bin:/usr/bin:/bin /bin/sh -c "unset PWD OLDPWD SHLVL _; export -p")
printf '%s\n' "$answer"
