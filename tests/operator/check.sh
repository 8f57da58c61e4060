#!/usr/bin/env bash
# `serve` as an operator runs it, one check a call: check.sh PROGRAM CHECK. What a check needs and is
# not installed ends it with 77, which ctest shows as skipped. Everything listens on this machine only.
set -euo pipefail
program=$(realpath "$1")
check=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
server=
clean() {
    [[ -z $server ]] || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT

skip() { echo "skipped: $* (apt-get install $*)"; exit 77; }
want() { command -v "$1" >/dev/null || skip "$2"; }
fail() { echo "failed: $*"; cat "$work"/log* 2>/dev/null; exit 1; }

# serve ARGS...: in the background; `port` is the first that it tells of, `log` what it has said.
serve() {
    rm -f "$work/ready"
    "$program" serve "$@" --ready-file "$work/ready" --exit-after-idle 60s 2>>"$work/log" &
    server=$!
    ready
}
ready() {
    for _ in {1..400}; do
        [[ ! -e $work/ready ]] || break
        sleep 0.05
    done
    port=$(sed -n 's/.*"\(ssh\|telnet\|vty\)": \([0-9]*\).*/\2/p' "$work/ready" | head -n 1)
}
# ended STATUS: it was told to end, and did.
ended() {
    local status=0
    kill -TERM "$server"
    wait "$server" || status=$?
    server=
    [[ $status == "$1" ]] || fail "it ended with $status, not $1"
}
# within SECONDS COMMAND...: it succeeds in that time.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || fail "never came: $*"
        sleep 0.05
    done
}
logged() { within 20 grep -q -- "$1" "$work/log"; }
# refused WORDS ARGS...: it does not start, says so, and has opened nothing.
refused() {
    local words=$1 status=0
    shift
    timeout 20 "$program" serve "$@" 2>"$work/refused" || status=$?
    [[ $status == 2 ]] || fail "$* ended with $status"
    grep -q -- "$words" "$work/refused" || fail "$* said $(cat "$work/refused")"
    if grep -q listening "$work/refused"; then fail "$* listened"; fi
}
options=(-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -F /dev/null
         -o NumberOfPasswordPrompts=1)
ask() { ssh -p "$port" "${options[@]}" me@127.0.0.1 "$@" </dev/null; }

case $check in
    check)
        # Everything that is wrong, at once; nothing is made, nothing is opened.
        status=0
        "$program" serve asa no-such-lab asa/0.1 --check --telnet 127.0.0.1:0 --pods 2 \
            --state "$work/state" --ready-file "$work/none/ready" >"$work/out" 2>"$work/err" || status=$?
        [[ $status == 2 && ! -e $work/state ]] || fail "status $status"
        for words in "^understudy: no-such-lab: " "there is no profile 'asa/0.1'" "none/ready: cannot"; do
            grep -q -- "$words" "$work/err" || fail "$words: $(cat "$work/err")"
        done
        [[ $(wc -l <"$work/err") == 3 ]] || fail "$(cat "$work/err")"
        refused "no such profile or lab" no-such-lab --check --ssh 127.0.0.1:0 --one-port
        # What is well is told, as text and as JSON; a kept lab and its keys are read, one that is
        # damaged or in use is a fault.
        want ssh openssh-client
        serve asa --ssh 127.0.0.1:0 --ssh-anybody --state "$work/state"
        ask "show clock" >/dev/null
        asked=(asa --check --ssh 127.0.0.1:0 --state "$work/state")
        refused "another understudy has this lab open" "${asked[@]}"
        refused "Address already in use" asa --check --ssh "127.0.0.1:$port"
        ended 0
        "$program" serve "${asked[@]}" >"$work/out"
        grep -q "kept in $work/state$" "$work/out" || fail "$(cat "$work/out")"
        grep -q "^keys     kept in $work/state/host-keys$" "$work/out" || fail "$(cat "$work/out")"
        "$program" serve "${asked[@]}" --log-format json | python3 -c '
import json, sys
told = json.load(sys.stdin)
assert told["labs"][0]["kept"] and told["doors"][0]["way"] == "ssh" and told["faults"] == [], told'
        echo damaged >>"$work/state/current/lab.yaml"
        echo damaged >"$work/state/host-keys/ssh_host_rsa_key"
        refused "is damaged and left as it is" "${asked[@]}"
        refused "ssh_host_rsa_key: is damaged" "${asked[@]}"
        ;;
    addresses)
        refused "127.0.0.1:65535 and 2 more: ports end at 65535, begin at 65533" \
            asa --telnet 127.0.0.1:65535 --pods 3
        refused "is one of --telnet already" \
            asa --telnet 127.0.0.1:2390 --ssh 127.0.0.1:2391 --pods 2
        for address in "::1:2300" "[::1]" 127.0.0.1 ":23" 127.0.0.1:99999 127.0.0.1: "[]:23"; do
            refused "not HOST:PORT" asa --telnet "$address"
        done
        refused "cannot be written: No such file" asa --telnet 127.0.0.1:0 --ready-file "$work/none/f"
        serve asa --telnet 127.0.0.1:0
        refused "127.0.0.1:$port for asa: Address already in use" asa --telnet "127.0.0.1:$port"
        ended 0
        serve asa --telnet localhost:0
        ended 0
        if [[ -e /proc/net/if_inet6 ]] && grep -q ' lo$' /proc/net/if_inet6; then
            serve asa --telnet "[::1]:0"
            timeout 20 bash -c "exec 3<>/dev/tcp/::1/$port; head -c 9 <&3" >/dev/null
            ended 0
        fi
        ;;
    limits)
        want ssh openssh-client
        serve iosxe/16.12 --ssh 127.0.0.1:0 --ssh-anybody --max-channels 1 --max-line 100 \
            --login-time 1s --max-sessions 3 --max-per-address 2 --idle 2s
        exec 4<>"/dev/tcp/127.0.0.1/$port"
        logged "turned away .* why=\"did not log in\" limit=login-time"
        exec 4>&-
        printf '%0500d\n' 7 | ssh -T -p "$port" "${options[@]}" me@127.0.0.1 >/dev/null || true
        logged "line cut .* limit=max-line"
        ssh -p "$port" "${options[@]}" -M -S "$work/control" -N -f me@127.0.0.1
        (sleep 4 | ssh -T -S "$work/control" me@127.0.0.1 >/dev/null 2>&1) &
        shell=$!
        logged "session opened .* user=me"
        sleep 0.3
        ssh -S "$work/control" me@127.0.0.1 "show clock" </dev/null >/dev/null 2>&1 || true
        logged "channel refused .* limit=max-channels"
        logged "session ended .* limit=idle"
        wait "$shell" || true
        ssh -S "$work/control" -O exit me@127.0.0.1 2>/dev/null || true
        exec 4<>"/dev/tcp/127.0.0.1/$port" 5<>"/dev/tcp/127.0.0.1/$port" 6<>"/dev/tcp/127.0.0.1/$port"
        logged "turned away .* limit=max-per-address"
        exec 4>&- 5>&- 6>&-
        ended 0
        ;;
    log)
        # A name of any bytes is one line of the log, and a stranger's is not shown at all.
        want ssh openssh-client
        want plink putty-tools
        want python3 python3
        for format in json text; do
            rm -f "$work/log"
            serve iosxe/16.12 --ssh 127.0.0.1:0 --log-format $format --login-attempts 2
            printf '#!/bin/sh\necho wrong\n' >"$work/askpass"
            chmod +x "$work/askpass"
            SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force ssh -p "$port" \
                -o NumberOfPasswordPrompts=3 "${options[@]}" -o PreferredAuthentications=password \
                -l swordfish 127.0.0.1 true 2>/dev/null || true
            logged "login-attempts"
            ended 0
            serve iosxe/16.12 --ssh 127.0.0.1:0 --ssh-anybody --log-format $format
            key=$(ssh-keyscan -p "$port" -t ed25519 127.0.0.1 2>/dev/null | ssh-keygen -lf - | cut -d ' ' -f 2)
            plink -batch -ssh -P "$port" -pw any -hostkey "$key" -l $'a \xff"\n2026 error x=1' \
                127.0.0.1 "show clock" >/dev/null
            ended 0
            if grep -q "swordfish\|^2026 error" "$work/log"; then fail "the log says too much"; fi
            if [[ $format == json ]]; then
                python3 -c '
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="ascii")]
assert [line for line in lines if line["event"] == "login failed" and line["user"] == "*****"]
assert [line for line in lines if line.get("user", "").startswith("a \ufffd\"\n2026")]' "$work/log"
            fi
        done
        ;;
    kept)
        # Killed at once: what was kept is there, and so is the key that clients know the host by.
        want ssh openssh-client
        want ssh-keygen openssh-client
        kept=(iosxe/16.12 --ssh 127.0.0.1:0 --ssh-anybody --state "$work/state")
        serve "${kept[@]}"
        key=$(ssh-keygen -lf "$work/state/host-keys/ssh_host_ed25519_key")
        printf 'enable\nconfigure terminal\nhostname outlived\nend\n' |
            ssh -T -p "$port" "${options[@]}" me@127.0.0.1 >/dev/null
        within 20 grep -rq "hostname outlived" "$work/state/current/"
        kill -KILL "$server"
        wait "$server" 2>/dev/null || true
        serve "${kept[@]}"
        printf 'show clock\n' | ssh -T -p "$port" "${options[@]}" me@127.0.0.1 >"$work/shown"
        grep -q '^outlived>' "$work/shown" || fail "the name is lost"
        [[ $key == "$(ssh-keygen -lf "$work/state/host-keys/ssh_host_ed25519_key")" ]] || fail "new key"
        ended 0
        ;;
    full)
        # A disk that is full: said once, tried again, kept when there is room, else status 1.
        want prlimit util-linux
        serve iosxe/16.12 --ssh 127.0.0.1:0 --ssh-anybody --state "$work/state"
        ask "show clock" >/dev/null
        within 20 test -e "$work/state/current/lab.yaml"
        prlimit --pid "$server" --fsize=8000:unlimited
        printf 'enable\nconfigure terminal\nhostname squeezed\nend\n' |
            ssh -T -p "$port" "${options[@]}" me@127.0.0.1 >/dev/null
        logged "error not kept "
        sleep 6
        [[ $(grep -c "error not kept " "$work/log") == 1 ]] || fail "said more than once"
        prlimit --pid "$server" --fsize=unlimited:unlimited
        logged "info kept again"
        grep -rq "hostname squeezed" "$work/state/current/" || fail "not kept"
        prlimit --pid "$server" --fsize=8000:unlimited
        printf 'enable\nconfigure terminal\nhostname lost\nend\n' |
            ssh -T -p "$port" "${options[@]}" me@127.0.0.1 >/dev/null
        ended 1
        ;;
    sockets)
        # Started by its first client, as systemd does it; what it is told of how far things are.
        want systemd-socket-activate systemd
        want ssh openssh-client
        want python3 python3
        cat >"$work/launch.py" <<'PY'
import os, socket, subprocess, sys
work, program = sys.argv[1:3]
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.bind(work + "/notify")
doors = []
for _ in range(2):
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen(8)
    doors.append(door)
with open(work + "/ports", "w") as file:
    print(*(door.getsockname()[1] for door in doors), file=file)
child = os.fork()
if child == 0:
    for at, door in enumerate(doors):
        os.dup2(door.fileno(), 100 + at)
    for at in range(2):
        os.dup2(100 + at, 3 + at, inheritable=True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES=sys.argv[3],
                      NOTIFY_SOCKET=work + "/notify")
    os.execv(program, [program, "serve"] + sys.argv[4:])
with open(work + "/pid", "w") as file:
    print(child, file=file)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
notify.setblocking(False)
said = []
try:
    while True:
        said.append(notify.recv(100).decode())
except BlockingIOError:
    pass
print(status, *said)
PY
        python3 "$work/launch.py" "$work" "$program" telnet:ssh asa --ssh-anybody \
            --ready-file "$work/ready" --exit-after-idle 30s >"$work/said" 2>>"$work/log" &
        ready
        read -r telnet ssh <"$work/ports"
        port=$ssh
        ask "show clock" | grep -q UTC || fail "no answer by the socket"
        timeout 20 bash -c "exec 3<>/dev/tcp/127.0.0.1/$telnet; head -c 9 <&3" >/dev/null
        kill -TERM "$(cat "$work/pid")"
        wait
        [[ $(cat "$work/said") == "0 READY=1 STOPPING=1" ]] || fail "$(cat "$work/said")"
        for names in telnet:understudy.socket ssh:ssh; do
            rm -f "$work/notify" "$work/said"
            python3 "$work/launch.py" "$work" "$program" $names asa >"$work/said" 2>"$work/refused"
            [[ $(cat "$work/said") == 2 ]] || fail "$names: $(cat "$work/said")"
        done
        # And by systemd's own hands, once around.
        rm -f "$work/ready"
        free=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        timeout 60 systemd-socket-activate -l "127.0.0.1:$free" --fdname=ssh "$program" serve asa \
            --ssh-anybody --exit-after-idle 1s 2>>"$work/log" &
        server=$!
        port=$free
        within 20 grep -q "Listening on" "$work/log"
        ask "show clock" | grep -q UTC || fail "no answer"
        wait "$server" || fail "it did not end well"
        server=
        ;;
    units)
        want systemd-analyze systemd
        for unit in "$source"/docs/examples/systemd/*; do
            sed "s|/opt/understudy/build/understudy|$program|; s|/opt/understudy|$source|" "$unit" \
                >"$work/$(basename "$unit" | sed 's/@/@class/')"
        done
        (cd "$work" && systemd-analyze verify --recursive-errors=no ./*.service ./*.socket) \
            2>"$work/verified" || fail "$(cat "$work/verified")"
        if grep -q "$work" "$work/verified"; then fail "$(cat "$work/verified")"; fi
        # Out of 100; what is left is the network itself, which it is there for.
        systemd-analyze security --offline=true --threshold=20 --no-pager \
            "$work/understudy@class.service" >"$work/security" 2>&1 || fail "$(tail -n 3 "$work/security")"
        ;;
    *)
        echo "no such check: $check"
        exit 2
        ;;
esac
