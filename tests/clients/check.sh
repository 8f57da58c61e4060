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

# serve ARGS...: in the background; `port` is the first console's.
serve() {
    "$program" serve "$@" --telnet 127.0.0.1:0 --ready-file "$work/ready" \
        --exit-after-idle 30s 2>"$work/log" &
    server=$!
    for _ in {1..200}; do
        [[ ! -e $work/ready ]] || break
        sleep 0.05
    done
    port=$(sed -n 's/.*"telnet": \([0-9]*\).*/\1/p' "$work/ready" | head -n 1)
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
        serve asa/9.20.4
        "$examples/expect/register.exp" GOOD telnet 127.0.0.1 "$port"
        ended_well
        ;;
    *)
        echo "no such check: $check"
        exit 2
        ;;
esac
