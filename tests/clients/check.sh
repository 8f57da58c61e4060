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

everywhere=(--ssh 127.0.0.1:0 --telnet 127.0.0.1:0 --vty 127.0.0.1:0)
branch=$examples/ansible/branch.yaml
unknown=(-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -F /dev/null)

fail() { echo "failed: $*"; exit 1; }
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

# serve ARGS...: in the background; each way in is said as `--ssh 127.0.0.1:0`.
serve() {
    rm -f "$work/ready"
    "$program" serve "$@" --ready-file "$work/ready" --exit-after-idle 60s 2>"$work/log" &
    server=$!
    for _ in {1..400}; do
        [[ ! -e $work/ready ]] || return 0
        sleep 0.05
    done
    cat "$work/log"
    exit 1
}

# port DEVICE WAY: of the first pod.
port() {
    awk -v device="\"$1\":" -v way="\"$2\":" '
        $1 == device { inside = 1 }
        inside && $1 == way { sub(",", "", $2); print $2; exit }' "$work/ready"
}

# The server ends well when it is told to, and its log has nothing to complain of.
ended_well() {
    kill -TERM "$server"
    wait "$server"
    server=
    if grep -E ' (warning|error) ' "$work/log"; then exit 1; fi
}

# at_console DEVICE LINE...: typed there.
at_console() {
    local console line
    exec {console}<>"/dev/tcp/127.0.0.1/$(port "$1" telnet)"
    for line in "${@:2}"; do printf '%s\r\0' "$line" >&"$console"; done
    timeout 2 cat <&"$console" >"$work/console" || true
    exec {console}>&-
}

# What a device itself refuses, as OpenSSH says it.
check_ssh-refused() {
    want ssh openssh-client
    local configure=(enable cisco "configure terminal") answer
    serve asa/9.18 --model fpr2130 --time held --ssh 127.0.0.1:0 --telnet 127.0.0.1:0 --ssh-anybody
    local options=(-o LogLevel=INFO -p "$(port asa ssh)" "${unknown[@]}")
    ssh "${options[@]}" me@127.0.0.1 "show clock" | grep UTC >/dev/null
    at_console asa "${configure[@]}" "crypto key generate rsa modulus 2048" \
        "crypto key zeroize rsa" yes
    answer=$(ssh "${options[@]}" me@127.0.0.1 "show clock" 2>&1) && fail "without keys: $answer"
    # Registered by a token that does not allow export-controlled functionality.
    at_console asa "crypto key generate rsa modulus 2048" "license smart register idtoken PLAIN" \
        "@advance 5m" end "reload noconfirm" "@advance 20m"
    answer=$(ssh "${options[@]}" me@127.0.0.1 "show clock" 2>&1) && fail "without 3DES: $answer"
    [[ $answer == *"no matching cipher found. Their offer: des-cbc"* ]] || fail "without 3DES: $answer"
    kill -TERM "$server"
    wait "$server"
    server=
}

check_access() {
    want ssh openssh-client
    python3 "$source/tests/clients/access_check.py" "$program"
}

check_edges() {
    want ssh openssh-client
    want telnet inetutils-telnet
    want expect expect
    local python
    python=$(python paramiko)
    "${python:-python3}" "$source/tests/clients/edges_check.py" "$program"
}

check_pytest() {
    local python
    python=$(python pytest,pexpect)
    [[ -n $python ]] || skip python3-pytest python3-pexpect
    UNDERSTUDY=$program "$python" -m pytest -q -p no:cacheprovider \
        --basetemp "$work/pytest" "$examples/pytest"
}

check_expect-terminal() {
    want expect expect
    "$examples/expect/register.exp" GOOD "$program" run asa/9.20.4
}

# by_every_way ASK DEVICE...: the console and the device's own SSH, from login to answer.
by_every_way() {
    local ask=$1 device answer
    shift
    for device in "$@"; do
        answer=$($ask "show clock" telnet 127.0.0.1 "$(port "$device" telnet)")
        [[ $answer == *UTC* ]] || fail "$device at its console: $answer"
        answer=$($ask "show license usage" ssh "${unknown[@]}" -p "$(port "$device" ssh)" \
            admin@127.0.0.1)
        [[ $answer == *icense* ]] || fail "$device by SSH: $answer"
    done
}

check_expect() {
    want expect expect
    want telnet inetutils-telnet
    want ssh openssh-client
    serve "$branch" asa/9.20.4 fxos "$source/tests/clients/long_names.yaml" "${everywhere[@]}" \
        --ssh-anybody
    by_every_way "$examples/expect/status.exp" cloud core chassis
    # One command at the chassis, and no shell.
    ssh "${unknown[@]}" -p "$(port chassis ssh)" admin@127.0.0.1 "show clock" | grep -q UTC
    # A network line asks for the name that the configuration has.
    "$examples/expect/status.exp" "show clock" telnet 127.0.0.1 "$(port plain vty)" | grep -q UTC
    "$examples/expect/register.exp" GOOD telnet 127.0.0.1 "$(port asa telnet)"
    ended_well
}

check_pexpect() {
    local python
    python=$(python pexpect)
    [[ -n $python ]] || skip python3-pexpect
    want telnet inetutils-telnet
    serve "$branch" fxos "${everywhere[@]}" --ssh-anybody
    by_every_way "$python $examples/pexpect/status.py" edge floor chassis
    ended_well
}

check_ssh() {
    want ssh openssh-client
    serve "$branch" --state "$work/state" --ssh 127.0.0.1:0
    grep -q '"platform": "iosxe"' "$work/ready"
    printf '#!/bin/sh\necho cisco\n' >"$work/askpass"
    chmod +x "$work/askpass"
    export SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force
    local core=("${unknown[@]}" -p "$(port core ssh)" admin@127.0.0.1)
    local edge=("${unknown[@]}" -p "$(port edge ssh)" admin@127.0.0.1)
    # A command, with its exit status and nothing but its output.
    local answer
    answer=$(ssh "${core[@]}" "show clock")
    [[ $answer == *UTC* && $answer != *show* ]]
    answer=$(ssh "${edge[@]}" "show clock")
    [[ $answer == *UTC* && $answer != *show* ]]
    # Who does not know the password stays outside.
    printf '#!/bin/sh\necho wrong\n' >"$work/askpass"
    if ssh -o NumberOfPasswordPrompts=1 "${core[@]}" "show clock"; then exit 1; fi
    printf '#!/bin/sh\necho cisco\n' >"$work/askpass"
    # A shell without a terminal ends with its input, one with a terminal when it logs out.
    printf 'configure terminal\nbanner motd ^C hello ^C\nend\nshow running-config\n' >"$work/lines"
    ssh -T "${core[@]}" <"$work/lines" | grep 'banner motd' >/dev/null
    printf 'show clock\rexit\r' | ssh -tt "${core[@]}" | grep UTC >/dev/null
    # Far more output than input, to somebody who reads it, with new keys all along the way.
    local lines
    lines=$( (printf 'terminal length 0\n'; printf 'show version\n%.0s' {1..300}) |
        ssh -v -o LogLevel=DEBUG1 -o RekeyLimit=16K -T "${core[@]}" 2>"$work/keys" |
        grep -c 'core#show version')
    [[ $lines == 300 ]]
    (($(grep -c 'SSH2_MSG_NEWKEYS received' "$work/keys") > 5))
    # Several shells in one connection, at the same time.
    ssh -M -S "$work/control" -N -f "${core[@]}"
    local each all=()
    for each in 1 2 3 4; do
        ssh -S "$work/control" "${core[@]}" "show clock" >"$work/shell-$each" &
        all+=($!)
    done
    wait "${all[@]}"
    [[ $(cat "$work"/shell-* | grep -c UTC) == 4 ]]
    ssh -S "$work/control" -O exit "${core[@]}" 2>/dev/null
    [[ -s $work/state/host-keys/ssh_host_rsa_key ]]
    kill -TERM "$server"
    wait "$server"
    server=
}

check_plink() {
    want plink putty-tools
    want ssh-keyscan openssh-client
    serve "$branch" fxos "$source/tests/clients/long_names.yaml" "${everywhere[@]}" --ssh-anybody
    local device key
    for device in cloud core chassis; do
        ssh-keyscan -p "$(port "$device" ssh)" -t ed25519 127.0.0.1 2>/dev/null >"$work/key"
        key=$(ssh-keygen -lf "$work/key" | cut -d ' ' -f 2)
        printf 'show clock\nexit\n' |
            plink -batch -ssh -P "$(port "$device" ssh)" -pw cisco -hostkey "$key" \
                admin@127.0.0.1 | grep UTC >/dev/null || fail "$device by SSH"
        # A console does not hang up when somebody logs out.
        printf '\rshow clock\r' >"$work/keys"
        (timeout 4 plink -batch -raw -P "$(port "$device" telnet)" 127.0.0.1 <"$work/keys" ||
            true) | grep UTC >/dev/null || fail "$device's console"
    done
    printf 'admin\rcisco\rshow clock\rexit\r' |
        timeout 20 plink -batch -telnet -P "$(port plain vty)" 127.0.0.1 | grep UTC >/dev/null ||
        fail "a network line by Telnet"
    kill -TERM "$server"
    wait "$server"
    server=
}

# netmiko KIND PORT HOSTNAME FACT...
netmiko() {
    "$python" "$source/tests/clients/netmiko_check.py" "$@" log="$work/session"
}

check_netmiko() {
    python=$(python netmiko)
    [[ -n $python ]] || skip python3-netmiko
    serve "$branch" "$source/tests/clients/long_names.yaml" "${everywhere[@]}"
    netmiko cisco_asa "$(port edge ssh)" edge secret=cisco
    netmiko cisco_asa "$(port cloud ssh)" cloud  # no secret: `login`
    netmiko cisco_ios "$(port core ssh)" core secret=cisco
    netmiko cisco_xe "$(port floor ssh)" floor secret=cisco
    netmiko cisco_xe "$(port wan ssh)" wan secret=cisco
    netmiko cisco_ios_telnet "$(port plain vty)" plain secret=cisco
    netmiko cisco_ios_telnet "$(port core telnet)" core secret=cisco
    local long=firewall-of-the-headquarters
    netmiko cisco_asa "$(port $long ssh)" $long secret=cisco
    long=switch-of-the-headquarters
    netmiko cisco_ios "$(port $long ssh)" $long secret=cisco
    ended_well
}

check_netmiko-fxos() {
    python=$(python netmiko)
    [[ -n $python ]] || skip python3-netmiko
    serve fxos "${everywhere[@]}" --ssh-anybody
    "$python" "$source/tests/clients/netmiko_fxos.py" generic_termserver "$(port chassis ssh)"
    "$python" "$source/tests/clients/netmiko_fxos.py" generic_termserver_telnet \
        "$(port chassis telnet)"
    ended_well
}

check_netmiko-register() {
    python=$(python netmiko)
    [[ -n $python ]] || skip python3-netmiko
    serve "$branch" "${everywhere[@]}"
    "$python" "$examples/netmiko/register.py" cisco_asa "$(port edge ssh)" BRANCH \
        "license smart" "feature tier standard"
    "$python" "$examples/netmiko/register.py" cisco_ios "$(port core ssh)" BRANCH
    ended_well
}

# playbook ARGS...: what came of it, without colours.
playbook() {
    ANSIBLE_HOME=$work/ansible ANSIBLE_LOCAL_TEMP=$work/ansible/tmp ANSIBLE_NOCOLOR=True \
        ANSIBLE_DEPRECATION_WARNINGS=False UNDERSTUDY_READY=$work/ready ansible-playbook "$@"
}

check_ansible-modules() {
    want ansible-playbook ansible
    serve "$branch" --ssh 127.0.0.1:0
    cd "$examples/ansible"
    playbook -e work="$work" "$source"/tests/clients/ansible/*.yml
    ended_well
}

# Ten devices in two copies of a branch; the second time nothing is left to do.
check_ansible-register() {
    want ansible-playbook ansible
    serve "$branch" --pods 2 --ssh 127.0.0.1:0
    cd "$examples/ansible"
    playbook register.yml | tee "$work/first"
    [[ $(grep -c 'changed=[12] .* failed=0' "$work/first") == 10 ]]
    playbook register.yml | tee "$work/second"
    [[ $(grep -c 'changed=0 .*unreachable=0 .*failed=0' "$work/second") == 10 ]]
    ended_well
}

declare -F "check_$check" >/dev/null || { echo "no such check: $check"; exit 2; }
"check_$check"
