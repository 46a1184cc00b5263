# The functions of host.sh that make the parts of a lab host: number, disk, user, keys, network. host.sh sources this file,
# and sets the variables that it uses.
# shellcheck shell=bash disable=SC2154

# Prints the number of the host, from 1 to 250: its network is 10.83.NUMBER.0/30. A link in .numbers reserves it.
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
  # The settings by which this machine reaches package registries, as a real host has them.
  {
    env | grep -E '^(SSL_CERT_|PIP_|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|npm_config_)' |
      sed "s/'/'\\\\''/g; s/^\([^=]*\)=\(.*\)$/export \1='\2'/"
    # shellcheck disable=SC2016
    echo 'export PATH="$HOME/.local/bin:$PATH"' # as in Debian's own .profile
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
