#!/bin/bash
# host.sh VERB NAME [ARGUMENT…]
# A second machine on this one, for tests and for users without a server. It has its own network, process tree, /run,
# /tmp, homes, crontabs, disk of limited size, boot id, Docker Engine, sshd, and the unprivileged user e2e-lab, who is in
# the group docker.
#   up NAME                  makes the host, or starts it again; prints the path of its ssh_config
#   cut NAME | heal NAME     unplugs and plugs in the network cable; packets sent meanwhile are lost
#   power-off NAME           cuts the power: every process is gone, the disk stays
#   engine-restart NAME      kills the Docker Engine and starts it again
#   sshd-restart NAME        kills sshd with all its connections and starts it again
#   clock NAME OFFSET        shifts the clock for what sshd starts from now on, such as +1h; "" for the true time
#   exec NAME COMMAND…       runs COMMAND on the host as root
#   load NAME IMAGE…         copies images of this machine to the host, if they are missing there
#   reset NAME               heals the link and removes what tests left: containers, volumes, networks, sandboxes
#   down NAME                removes the host with its disk
# Needs root, iproute2, iptables, util-linux, openssh-server, docker.io, e2fsprogs.
# Exit status: 0; 1 with the reason on standard error.
set -eu
verb=$1 name=$2
shift 2
here=$(cd "$(dirname -- "$0")" && pwd)
base=/var/lib/custodian-e2e/lab dir=$base/$name disk=$base/$name/disk
user=e2e-lab size=4G
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
# The time limits are generous: they only end the wait for a host that never answers.
sshd_s=120 engine_s=180

# shellcheck source=host_parts.sh
. "$here/host_parts.sh"
number=$(own_number)
link=lab$number ip=10.83.$number.2 gateway=10.83.$number.1

# Prints the process id of the host's first process, as this machine sees it.
init_pid() {
  local outer
  outer=$(cat "$dir/pid" 2>/dev/null) && pgrep -P "$outer" | head -n 1
}

running() {
  [ -n "$(init_pid)" ]
}

# enter COMMAND…: runs it on the host as root, in a usual environment
enter() {
  nsenter --target "$(init_pid)" --mount --pid --net --uts env -i HOME=/root TERM="${TERM:-dumb}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

boot() {
  rm -rf "$dir/run"
  mkdir -p "$dir/run"/{sshd,lock}
  # The checkout may be below /tmp, /home or /root, which are other folders on the host.
  cp "$here/host_engine.sh" "$dir/"
  cat /proc/sys/kernel/random/uuid >"$dir/boot_id"
  cat >"$dir/init" <<INIT
mount --bind $dir/run /run
mount --bind $disk/home /home
mount --bind $disk/root /root
mount --bind $disk/tmp /tmp
if [ -x /usr/sbin/cron ]; then
  mkdir /run/no-cron.d
  mount --bind $disk/cron /var/spool/cron
  mount --bind /run/no-cron.d /etc/cron.d
  mount --bind /dev/null /etc/crontab
fi
mount --bind $dir/boot_id /proc/sys/kernel/random/boot_id
hostname $name
bash $dir/host_engine.sh $disk $dir
/usr/sbin/sshd -D -e -f $dir/sshd_config </dev/null >>$dir/sshd.log 2>&1 &
[ ! -x /usr/sbin/cron ] || /usr/sbin/cron
while :; do wait -n 2>/dev/null || sleep 0.2; done
INIT
  # With the caller's environment, an E2E_HOME there would make the Docker Engine look like a process of a test.
  setsid env -i HOME=/root PATH="$PATH" nsenter --net="/run/netns/$name" unshare --mount --uts --pid --fork --kill-child --mount-proc \
    bash "$dir/init" </dev/null >"$dir/log" 2>&1 &
  echo $! >"$dir/pid"
  await_host
}

await_host() {
  await "$sshd_s" "sshd does not answer; see $dir/log and $dir/sshd.log" ssh_answers
  await "$engine_s" "the Docker Engine does not answer; see $dir/dockerd.log" engine_answers
}

# Exit status 0 when sshd has sent its version, as it does once it can serve a connection. Source: RFC 4253, 4.2.
ssh_answers() {
  # shellcheck disable=SC2016 # for the inner bash
  timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/22"; read -r line <&3; [[ $line == SSH-* ]]' bash "$ip" 2>/dev/null
}

engine_answers() {
  enter timeout 5 docker version >/dev/null 2>&1
}

# await SECONDS REASON COMMAND…: waits until COMMAND succeeds; exits with REASON after SECONDS, or when the host ended
await() {
  local end=$((SECONDS + $1)) reason=$2
  shift 2
  until "$@"; do
    # Not running(): a host that boots has no first process for a moment.
    if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then
      echo "Lab host $name: $reason" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# load_images IMAGE…: copies those of this machine that the host does not have
load_images() {
  local image
  for image in "$@"; do
    enter docker image inspect "$image" >/dev/null 2>&1 || docker save "$image" | enter docker load -q >/dev/null
  done
}

power_off() {
  local outer
  outer=$(cat "$dir/pid" 2>/dev/null) || return 0
  enter sh -c 'kill -STOP -1' 2>/dev/null || true # no process can react to the death of another
  kill -9 "$(init_pid)" "$outer" 2>/dev/null || true
  while kill -0 "$outer" 2>/dev/null; do sleep 0.05; done
  rm -f "$dir/pid"
}

case $verb in
  up)
    exec 9>"/run/lab-$name.lock"
    flock 9
    make_disk
    make_user
    make_keys
    make_network
    running || boot 9>&-
    # shellcheck disable=SC2046 # names are words
    load_images $("$here/../setup/images.sh" all)
    echo "$dir/ssh_config"
    ;;
  cut) ip link set "$link" down ;;
  heal)
    ip link set "$link" up
    ip -n "$name" route replace default via "$gateway"
    ;;
  power-off) power_off ;;
  engine-restart)
    # shellcheck disable=SC2016 # the file has no final newline
    enter sh -c 'kill -9 "$(cat /run/docker.pid)"'
    enter bash "$dir/host_engine.sh" "$disk" "$dir"
    await "$engine_s" "the Docker Engine does not answer; see $dir/dockerd.log" engine_answers
    ;;
  sshd-restart)
    enter pkill -KILL --exact sshd
    enter setsid --fork /usr/sbin/sshd -D -e -f "$dir/sshd_config" </dev/null >>"$dir/sshd.log" 2>&1
    await "$sshd_s" "sshd does not answer; see $dir/sshd.log" ssh_answers
    ;;
  clock)
    if [ -z "${1-}" ]; then : >"$dir/sshd_more"
    else echo "SetEnv LD_PRELOAD=/usr/\$LIB/faketime/libfaketime.so.1 FAKETIME=$1" >"$dir/sshd_more"; fi
    enter pkill -HUP --oldest --exact sshd
    ;;
  exec) enter "$@" ;;
  load) load_images "$@" ;;
  reset)
    exec 9>"/run/lab-$name.lock"
    flock 9
    ip link set "$link" up
    ip -n "$name" route replace default via "$gateway"
    if running; then await_host; else boot 9>&-; fi
    # shellcheck disable=SC2016
    enter sh -c 'docker ps -aq | xargs -r docker rm -fv; docker system prune -f --volumes; docker volume ls -q | xargs -r docker volume rm
      docker images -aq --filter label=dev.custodian.e2e.run | sort -u | xargs -r docker image rm -f
      grep -lsz "^E2E_" /proc/[0-9]*/environ | cut -d/ -f3 | xargs -r kill -9' >/dev/null 2>&1 || true
    rm -rf "$disk/home/$user/.e2e" "$disk/tmp"/fill* "$disk/cron/crontabs/$user"
    ;;
  down)
    power_off
    ip link del "$link" 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
    while iptables -w -t nat -D POSTROUTING -s "$ip/32" ! -o "$link" -j MASQUERADE 2>/dev/null; do :; done
    while iptables -w -D FORWARD -i "$link" -j ACCEPT 2>/dev/null; do :; done
    while iptables -w -D FORWARD -o "$link" -j ACCEPT 2>/dev/null; do :; done
    umount -l "$disk" 2>/dev/null || true
    rm -rf "$dir" "$base/.numbers/$number"
    ;;
  *)
    echo "host.sh: unknown verb \"$verb\"" >&2
    exit 1
    ;;
esac
