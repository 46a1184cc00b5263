#!/bin/bash
# host.sh VERB NAME [ARGUMENT…]
# A second machine on this one, for tests and for people without a server: own network, process tree, /run, /tmp, homes,
# crontabs, disk of limited size, boot id, Docker Engine, sshd, and the unprivileged user e2e-lab (group docker).
#   up NAME            makes it, or starts it again; prints where its ssh_config is
#   cut NAME | heal NAME          the network cable; what is sent meanwhile is lost
#   power-off NAME     as if the plug were pulled: every process is gone, the disk stays
#   engine-restart NAME           kills the Docker Engine and starts it again
#   sshd-restart NAME  ends its sshd with all connections and starts it again
#   clock NAME OFFSET  what its sshd starts from now on sees another time, such as +1h; "" for the true one
#   exec NAME COMMAND…            runs COMMAND on it as root
#   load NAME IMAGE…   images of this machine for its Docker Engine, where it does not have them
#   reset NAME         heals it, and removes what tests left: containers, volumes, networks, sandboxes
#   down NAME          removes it with its disk
# Needs root, iproute2, iptables, util-linux, openssh-server, docker.io, e2fsprogs. Exit: 0; 1 with the reason.
set -eu
verb=$1 name=$2
shift 2
here=$(cd "$(dirname -- "$0")" && pwd)
base=/var/lib/custodian-e2e/lab dir=$base/$name disk=$base/$name/disk
user=e2e-lab size=4G
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# A number of its own for each name, from 1 to 250: its network is 10.83.NUMBER.0/30. A link in .numbers says whose it is.
own_number() {
  local number each
  for each in "$base"/.numbers/*; do
    [ "$(readlink "$each")" != "$name" ] || { basename "$each"; return; }
  done
  mkdir -p "$base/.numbers"
  number=$((($(printf '%s' "$name" | cksum | cut -d' ' -f1) % 250) + 1))
  until ln -s "$name" "$base/.numbers/$number" 2>/dev/null; do number=$((number % 250 + 1)); done
  echo "$number"
}
number=$(own_number)
link=lab$number ip=10.83.$number.2 gateway=10.83.$number.1

init_pid() { # its first process, seen from here
  local outer
  outer=$(cat "$dir/pid" 2>/dev/null) && pgrep -P "$outer" | head -n 1
}

running() {
  [ -n "$(init_pid)" ]
}

enter() { # COMMAND…: inside, as root, in a session's usual environment
  nsenter --target "$(init_pid)" --mount --pid --net --uts env -i HOME=/root TERM="${TERM:-dumb}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

make_disk() {
  mkdir -p "$dir"
  [ -f "$dir/disk.img" ] || { truncate -s "$size" "$dir/disk.img" && mkfs.ext4 -q -F "$dir/disk.img"; }
  mkdir -p "$disk"
  mountpoint -q "$disk" || mount -o loop "$dir/disk.img" "$disk"
  mkdir -p "$disk"/{docker,home,root,tmp,cron/crontabs,docker-tmp}
  chmod 1777 "$disk/tmp"
  chmod 1730 "$disk/cron/crontabs"
  chgrp crontab "$disk/cron/crontabs" 2>/dev/null || true
  chmod 700 "$disk/root"
}

make_user() {
  getent group docker >/dev/null || groupadd --system docker
  id "$user" >/dev/null 2>&1 || useradd --no-create-home --home-dir "/home/$user" --shell /bin/bash --groups docker "$user"
  usermod --password '*' "$user" # no password, and not locked: sshd refuses a locked account
  [ -d "$disk/home/$user" ] || install -d -o "$user" -g "$user" "$disk/home/$user"
  # How it reaches the package registries, as a real host would know it.
  {
    env | grep -E '^(SSL_CERT_|PIP_|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|npm_config_)' |
      sed "s/'/'\\\\''/g; s/^\([^=]*\)=\(.*\)$/export \1='\2'/"
    # shellcheck disable=SC2016
    echo 'export PATH="$HOME/.local/bin:$PATH"' # as in Debian's own
  } >"$disk/home/$user/.profile"
}

make_keys() {
  [ -f "$dir/host_key" ] || ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$dir/host_key"
  [ -f "$dir/user_key" ] || ssh-keygen -q -t ed25519 -N '' -C "$user" -f "$dir/user_key"
  echo "$ip $(cut -d' ' -f1,2 "$dir/host_key.pub")" >"$dir/known_hosts"
  cat >"$dir/ssh_config" <<CONFIG
Host $name
  HostName $ip
  User $user
  IdentityFile $dir/user_key
  IdentitiesOnly yes
  UserKnownHostsFile $dir/known_hosts
CONFIG
  cat >"$dir/sshd_config" <<CONFIG
Port 22
ListenAddress $ip
HostKey $dir/host_key
AuthorizedKeysFile $dir/user_key.pub
StrictModes no
UsePAM no
PidFile none
MaxStartups 100
Subsystem sftp /usr/lib/openssh/sftp-server
Include $dir/sshd_more
CONFIG
  [ -f "$dir/sshd_more" ] || : >"$dir/sshd_more"
}

make_network() {
  [ -e "/run/netns/$name" ] || ip netns add "$name"
  if ! ip link show "$link" >/dev/null 2>&1; then
    ip link add "$link" type veth peer name eth0 netns "$name"
    ip addr add "$gateway/30" dev "$link"
    ip -n "$name" addr add "$ip/30" dev eth0
  fi
  ip link set "$link" up
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
  ip -n "$name" route replace default via "$gateway"
  sysctl -q -w net.ipv4.ip_forward=1
  local rule
  for rule in "-t nat -C POSTROUTING -s $ip/32 ! -o $link -j MASQUERADE" "-C FORWARD -i $link -j ACCEPT" "-C FORWARD -o $link -j ACCEPT"; do
    # shellcheck disable=SC2086 # a list of words
    iptables -w $rule 2>/dev/null || iptables -w ${rule/-C/-I}
  done
}

boot() {
  rm -rf "$dir/run"
  mkdir -p "$dir/run"/{sshd,lock}
  cp "$here/host_engine.sh" "$dir/" # where this lies may be hidden inside: /tmp, /home and /root are others there
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
  # Nothing of who starts it: an E2E_HOME of theirs would make its Docker Engine look like a test's process.
  setsid env -i HOME=/root PATH="$PATH" nsenter --net="/run/netns/$name" unshare --mount --uts --pid --fork --kill-child --mount-proc \
    bash "$dir/init" </dev/null >"$dir/log" 2>&1 &
  echo $! >"$dir/pid"
  await 100 "sshd does not answer; see $dir/log" ssh_answers
  await 300 "its Docker Engine does not answer; see $dir/dockerd.log" engine_answers
}

ssh_answers() {
  timeout 2 bash -c "exec 3<>/dev/tcp/$ip/22" 2>/dev/null
}

engine_answers() {
  enter timeout 5 docker version >/dev/null 2>&1
}

await() { # ROUNDS REASON COMMAND…
  local rounds=$1 reason=$2
  shift 2
  until "$@"; do
    rounds=$((rounds - 1))
    # Not "running": a host that boots has no first process for a moment.
    if [ "$rounds" -le 0 ] || ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then
      echo "Lab host $name: $reason" >&2
      exit 1
    fi
    sleep 0.1
  done
}

load_images() { # IMAGE…: those of this machine that it does not have
  local image
  for image in "$@"; do
    enter docker image inspect "$image" >/dev/null 2>&1 || docker save "$image" | enter docker load -q >/dev/null
  done
}

power_off() {
  local outer
  outer=$(cat "$dir/pid" 2>/dev/null) || return 0
  enter sh -c 'kill -STOP -1' 2>/dev/null || true # nobody sees another one die
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
    await 300 "its Docker Engine does not answer; see $dir/dockerd.log" engine_answers
    ;;
  sshd-restart)
    enter pkill -KILL --exact sshd
    enter setsid --fork /usr/sbin/sshd -D -e -f "$dir/sshd_config" </dev/null >>"$dir/sshd.log" 2>&1
    await 100 "sshd does not answer; see $dir/sshd.log" ssh_answers
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
    running || boot 9>&-
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
    echo "host.sh: there is no verb \"$verb\"" >&2
    exit 1
    ;;
esac
