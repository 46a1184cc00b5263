#!/bin/sh
# lease.sh
# The rule of a sandbox's lease, as functions for other scripts, which read this text with "." or "eval". They set $dir, the
# sandbox's directory. Numbers that cannot be read count as missing.
# Output: none. Exit: 0.
read -r boot </proc/sys/kernel/random/boot_id

# shellcheck disable=SC2154 # the calling script sets dir
first_line() { # FILE: sets value to the first line of DIR/FILE, or to ""
  value=
  read -r value 2>/dev/null <"$dir/$1" || true
}

number() { # FILE: the same, for a file with a number
  first_line "$1"
  case $value in '' | *[!0-9]*) value= ;; esac
}

lease_term() { # sets lease_s, the seconds from the last renewal of the lease until it expires
  number lease_s
  lease_s=${value:-120} # every sandbox has its term; the number is for a file that is damaged
}

lease_age() { # sets lease_age_s: the seconds since the last renewal, or "" when that was before the last boot
  read -r up _ </proc/uptime
  lease_age_s=
  first_line lease
  case $value in "$boot "*[!0-9]*) return ;; "$boot "*) ;; *) return ;; esac
  value=${value##* }
  value=${value#"${value%%[!0]*}"} # without leading zeros: sh would read an octal number
  lease_age_s=$((${up%.*} - ${value:-0}))
}

is_expired() { # a kept sandbox expires at its time, any other one with its lease; a lease from before the last boot has expired
  number keep_until
  if [ -n "$value" ]; then
    [ "$(date +%s)" -ge "$value" ]
    return
  fi
  lease_term
  lease_age
  [ -z "$lease_age_s" ] || [ "$lease_age_s" -ge "$lease_s" ]
}
