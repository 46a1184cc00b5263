#!/bin/sh
# job_run.sh DIR NAME LIMIT_S GRACE_S
# The job's supervisor, started in the background by job_start.sh. Runs DIR/NAME/command with in_env.sh, in a session of its
# own, with its output in DIR/NAME/output.log. Ends it at the limit, ends the processes that it left running, and then writes
# one line to DIR/NAME/exit:
#   code=N timed_out=0|1 ended_by=lease|down|- left=N started_ms=EPOCH ended_ms=EPOCH took_ms=N bytes=N
# code is the shell's: 128+n for signal n; sh cannot distinguish "exit 137" from death by KILL. left is the number of processes
# that outlived the command; DIR/NAME/left has their names. DIR/NAME/engine lists what was created on the Docker Engine
# meanwhile, and which containers ended, one event a line: KIND, create, mount or die, ID, for a mount its container, for an
# end its exit code, for a container its compose project, the time. An incomplete list stays in engine.part. The kernel
# releases DIR/NAME/lock when the supervisor ends in any way: a free lock without an exit file means that the job was lost.
set -eu
dir=$1 job=$1/$2 limit=$3 grace=$4
killer=$(cat "$dir/bin/job_kill.sh")
exec 8>"$job/lock" 7>"$job/running"
flock -n 8
flock -n 7

watchdog() { # waits for the lock that the supervisor releases when the command ends: there is no sleep process to end
  exec 7>&- 8>&-
  flock -w "$limit" "$job/running" true && return
  mv "$job/limit" "$job/timed_out" || true
  sh -c "$killer" job_kill "$dir" "$grace" >/dev/null || true
}

events() { # COMMAND…: docker events, or a command that runs it; from the start of the job on, before it was connected
  # shellcheck source=/dev/null
  [ ! -e "$dir/docker.env" ] || . "$dir/docker.env"
  of='{{with .Actor.Attributes.container}}{{.}}{{end}}{{with .Actor.Attributes.exitCode}}{{.}}{{end}}'
  project='{{with index .Actor.Attributes "com.docker.compose.project"}}{{.}}{{end}}'
  exec "$@" --since "$since" --filter type=container --filter type=network --filter type=volume --filter event=create \
    --filter event=mount --filter event=die --format "{{.Type}}	{{.Action}}	{{.Actor.ID}}	$of	$project	{{.TimeNano}}"
}

uptime_ms() {
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}0"
}

started=$(date +%s%3N) since=$(date +%s.%N) from=$(uptime_ms) code=0
watchdog &
events docker events >>"$job/engine.part" 2>/dev/null 7>&- 8>&- &
stream=$!
# In the foreground, so that signals are not ignored. setsid does not fork here: the session leader is a child of this shell,
# and $? is its exit code. In parentheses, so that the shell's message about a killed child does not get into the output.
# shellcheck disable=SC2016
(exec env -u E2E_HELPER E2E_SANDBOX="$dir" setsid sh -c '
  echo "$$" >"$1/pid"
  exec sh "$0/bin/in_env.sh" "$0" sh "$1/command"' "$dir" "$job" </dev/null >>"$job/output.log" 2>&1 7>&- 8>&-) || code=$?
took=$(($(uptime_ms) - from))
exec 7>&-

# The events that the stream has not printed yet. The Engine stores its last 256 events.
events timeout 10 docker events --until "$(date +%s.%N)" >>"$job/engine.part" 2>/dev/null 8>&- &
rest=$!
sh -c "$killer" job_kill "$dir" "$grace" "$$" >"$job/left" 8>&- || true
kill -KILL "$stream" 2>/dev/null || true
if wait "$rest" && { wait "$stream" || [ "$?" = 137 ]; }; then mv "$job/engine.part" "$job/engine"; fi
wait
by=- timed_out=0
[ ! -e "$job/timed_out" ] || timed_out=1
[ ! -e "$job/ended_by" ] || read -r by <"$job/ended_by"
printf 'code=%s timed_out=%s ended_by=%s left=%s started_ms=%s ended_ms=%s took_ms=%s bytes=%s\n' \
  "$code" "$timed_out" "$by" "$(wc -l <"$job/left")" "$started" "$(date +%s%3N)" "$took" "$(wc -c <"$job/output.log")" \
  1<>"$job/exit.new" # in place, over the bytes that job_start.sh reserved
mv "$job/exit.new" "$job/exit"
