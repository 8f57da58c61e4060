#!/usr/bin/env bash
# Real clients against the program, one check a call: check.sh PROGRAM CHECK. The examples under
# docs/ are what runs, so that they stay true. Where a client is not installed the check says so
# and ends with 77, which ctest shows as skipped.
set -euo pipefail
program=$1
check=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
examples=$source/docs/examples
work=$(mktemp -d)
server=
clean() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT

skip() { echo "skipped: $* (apt-get install $*)"; exit 77; }
want() { command -v "$1" >/dev/null || skip "$2"; }

# A python3 that has the modules: Debian's, or another one earlier on the path.
python() {
    local each
    for each in python3 /usr/bin/python3; do
        if "$each" -c "import $1" 2>/dev/null; then
            echo "$each"
            return
        fi
    done
}

# serve WAY ARGS...: in the background, by --telnet, --vty or --ssh; `port` is the first device's.
serve() {
    local way=$1
    shift
    "$program" serve "$@" --"$way" 127.0.0.1:0 --ready-file "$work/ready" \
        --exit-after-idle 60s 2>"$work/log" &
    server=$!
    for _ in {1..200}; do
        [[ ! -e $work/ready ]] || break
        sleep 0.05
    done
    port=$(sed -n 's/.*"'"$way"'": \([0-9]*\).*/\1/p' "$work/ready" | head -n 1)
}

# The server ends well when it is told to, and its log has nothing to complain of.
ended_well() {
    kill -TERM "$server"
    wait "$server"
    server=
    if grep -E ' (warning|error) ' "$work/log"; then exit 1; fi
}

case $check in
    pytest)
        python=$(python pytest,pexpect)
        [[ -n $python ]] || skip python3-pytest python3-pexpect
        UNDERSTUDY=$program "$python" -m pytest -q -p no:cacheprovider \
            --basetemp "$work/pytest" "$examples/pytest"
        ;;
    expect-terminal)
        want expect expect
        "$examples/expect/register.exp" GOOD "$program" run asa/9.20.4
        ;;
    expect-telnet)
        want expect expect
        want telnet inetutils-telnet
        serve telnet asa/9.20.4
        "$examples/expect/register.exp" GOOD telnet 127.0.0.1 "$port"
        ended_well
        ;;
    ssh)
        want ssh openssh-client
        serve ssh iosxe/16.12 --ssh-anybody --state "$work/state"
        grep -q '"platform": "iosxe"' "$work/ready"
        options=(-p "$port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
                 -o LogLevel=ERROR -F /dev/null)
        # A command, with its exit status and nothing but its output.
        answer=$(ssh "${options[@]}" me@127.0.0.1 "show clock")
        [[ $answer == *UTC* && $answer != *show* ]]
        # A shell without a terminal ends with its input, one with a terminal when it logs out.
        printf 'enable\nshow clock\n' | ssh -T "${options[@]}" me@127.0.0.1 | grep 'Switch#show' >/dev/null
        printf 'show clock\rexit\r' | ssh -tt "${options[@]}" me@127.0.0.1 | grep UTC >/dev/null
        # Far more output than input, to somebody who reads it.
        lines=$( (printf 'terminal length 0\n'; printf 'show version\n%.0s' {1..2000}) |
            ssh -T "${options[@]}" me@127.0.0.1 | grep -c 'Switch>show version')
        [[ $lines == 2000 ]]
        # Several shells in one connection.
        ssh "${options[@]}" -M -S "$work/control" -N -f me@127.0.0.1
        for _ in 1 2 3; do
            ssh "${options[@]}" -S "$work/control" me@127.0.0.1 "show clock" | grep UTC >/dev/null
        done
        ssh "${options[@]}" -S "$work/control" -O exit me@127.0.0.1 2>/dev/null
        [[ -s $work/state/host-keys/ssh_host_rsa_key ]]
        ended_well
        ;;
    plink)
        want plink putty-tools
        want ssh-keyscan openssh-client
        serve ssh asa/9.20.4 --ssh-anybody
        key=$(ssh-keyscan -p "$port" -t ed25519 127.0.0.1 2>/dev/null >"$work/key" &&
            ssh-keygen -lf "$work/key" | cut -d ' ' -f 2)
        printf 'show clock\nexit\n' |
            plink -batch -ssh -P "$port" -pw any -hostkey "$key" me@127.0.0.1 | grep UTC >/dev/null
        kill -TERM "$server"
        wait "$server"
        server=
        ;;
    netmiko)
        python=$(python netmiko)
        [[ -n $python ]] || skip python3-netmiko
        for platform in asa:asa/9.20.4 ios:iosxe/16.12; do
            rm -f "$work/ready"
            serve ssh "${platform#*:}" --ssh-anybody
            "$python" "$source/tests/clients/netmiko_check.py" "cisco_${platform%%:*}" "$port"
            ended_well
        done
        rm -f "$work/ready"
        serve telnet iosxe/16.12
        "$python" "$source/tests/clients/netmiko_check.py" cisco_ios_telnet "$port"
        ended_well
        ;;
    ansible)
        want ansible-playbook ansible
        serve ssh asa/9.20.4 iosxe/16.12 --ssh-anybody
        export UNDERSTUDY_READY=$work/ready ANSIBLE_HOME=$work/ansible \
            ANSIBLE_LOCAL_TEMP=$work/ansible/tmp ANSIBLE_HOST_KEY_CHECKING=False \
            ANSIBLE_DEPRECATION_WARNINGS=False ANSIBLE_NOCOLOR=True
        for playbook in "$source"/tests/clients/ansible/*.yml; do
            ansible-playbook -i "$examples/ansible/inventory.py" "$playbook"
        done
        ended_well
        ;;
    *)
        echo "no such check: $check"
        exit 2
        ;;
esac
