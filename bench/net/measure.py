#!/usr/bin/python3
"""What `understudy serve` costs, beside what others cost on the same machine at the same time.

    bench/net/measure.py memory          kilobytes a session, and kilobytes a pod
    bench/net/measure.py speed           logins and `show license all` a second, as ratios

`speed` takes turns: every round asks every server for everything, so that what else the machine
does meets all alike; the medians of the rounds are compared. A peer that is not installed is left
out with a line that says so:

    floor      understudy_floor, the least a libssh server can do: a fixed text
    sshd       OpenSSH's server, `understudy run` as its forced command
    paramiko   a Python server that answers a fixed text (Debian: python3-paramiko)
    ssh2       the same in Node.js (npm: ssh2; --node-modules names a folder that has it)

Everything listens on 127.0.0.1 and is stopped before this ends.
"""
import argparse
import contextlib
import getpass
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = "show license all"
TICK = os.sysconf("SC_CLK_TCK")


# -- a process as the kernel sees it ----------------------------------------------------------------

def kilobytes(pid):
    """Its proportional share of memory, which counts nothing twice."""
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError(f"no Pss of {pid}")


def seconds_used(pid):
    """Of the processor, by it and by its children that have ended."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICK


def settled(pid):
    """Its memory once that no longer changes."""
    before = kilobytes(pid)
    for _ in range(50):
        time.sleep(0.2)
        now = kilobytes(pid)
        if abs(now - before) < 64:
            return now
        before = now
    return before


# -- the servers -------------------------------------------------------------------------------------

class Server:
    """A process that serves a port, from the moment it listens until `stop`."""

    def __init__(self, words, environment=None, port=None):
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True,
                                        env={**os.environ, **(environment or {})})
        self.pid = self.process.pid
        self.client = {}
        self.port = port

    def says_its_port(self):
        self.port = int(self.process.stdout.readline())
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def understudy(options, folder, *more):
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    server = Server([options.program, "serve", options.device, *more, "--ready-file", str(ready),
                     "--max-sessions", "5000", "--max-per-address", "5000"])
    for _ in range(1200):
        if ready.exists():
            break
        if server.process.poll() is not None:
            raise RuntimeError("understudy serve has ended by itself")
        time.sleep(0.05)
    server.said = json.loads(ready.read_text())
    server.ports = [ports for pod in server.said["pods"] for ports in pod["devices"].values()]
    server.port = server.ports[0].get("ssh")
    return server


def make_key(file):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)


def sshd(options, folder):
    program = options.sshd or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    if not program:
        return "openssh-server is not installed"
    if os.getuid() == 0:
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    make_key(folder / "host")
    make_key(folder / "user")
    shutil.copy(folder / "user.pub", folder / "authorized")
    script = folder / "device"
    script.write_text(f"""#!/bin/sh
if [ -z "$SSH_ORIGINAL_COMMAND" ]; then exec {options.program} run {options.device}; fi
printf 'enable\\n%s\\n' "$SSH_ORIGINAL_COMMAND" | {options.program} run {options.device}
""")
    script.chmod(0o755)
    port = options.sshd_port
    (folder / "config").write_text(f"""
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
ForceCommand {script}
PidFile none
StrictModes no
UsePAM no
MaxStartups 1000
MaxSessions 1000
PermitRootLogin yes
PermitTTY yes
""")
    server = Server([program, "-D", "-f", str(folder / "config")], port=port)
    server.client = {"USER": getpass.getuser(), "KEY": str(folder / "user")}
    time.sleep(0.5)
    return server if server.process.poll() is None else "sshd would not start"


def floor(options, folder):
    program = pathlib.Path(options.tools) / "understudy_floor"
    if not program.exists():
        return f"{program} is not built"
    return Server([program, folder / "answer"]).says_its_port()


def paramiko(_options, folder):
    if subprocess.run(["/usr/bin/python3", "-c", "import paramiko"], capture_output=True).returncode:
        return "python3-paramiko is not installed"
    make_key(folder / "paramiko")
    return Server(["/usr/bin/python3", HERE / "peer_paramiko.py", folder / "answer",
                   folder / "paramiko"]).says_its_port()


def ssh2(options, folder):
    modules = pathlib.Path(options.node_modules or "node_modules").resolve()
    if not shutil.which("node") or not (modules / "ssh2").exists():
        return "node with the package ssh2 is not there (--node-modules)"
    return Server(["node", HERE / "peer_ssh2.js", folder / "answer"],
                  {"NODE_PATH": str(modules)}).says_its_port()


# -- speed -------------------------------------------------------------------------------------------

MEASURES = {"login": 4, "exec": 4, "shell": 4}  # and how many clients at once


def one_run(options, peer, server, measure):
    used = seconds_used(server.pid)
    words = [str(pathlib.Path(options.tools) / "understudy_load"), measure, str(server.port),
             str(options.seconds), str(MEASURES[measure]), COMMAND]
    done = subprocess.run(words, env={**os.environ, **server.client}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{measure} of {peer}: {done.stderr.strip()}")
    time.sleep(0.3)
    figures = json.loads(done.stdout)
    return (figures["done"] / figures["seconds"],
            1000 * (seconds_used(server.pid) - used) / figures["done"])


def answer_of(options):
    """What the device prints, for those who only repeat it."""
    shown = subprocess.run([options.program, "run", options.device], input=f"enable\n{COMMAND}\n",
                           capture_output=True, text=True, check=True).stdout
    return shown.partition(COMMAND + "\n")[2].rpartition("\n")[0].replace("\n", "\r\n") + "\r\n"


def speed(options):
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as running:
        folder = pathlib.Path(name)
        (folder / "answer").write_text(answer_of(options), newline="")
        servers = {}
        for peer in ["understudy", *options.peers.split(",")]:
            if peer == "understudy":
                server = understudy(options, folder, "--ssh", "127.0.0.1:0")
            else:
                server = {"sshd": sshd, "floor": floor, "paramiko": paramiko,
                          "ssh2": ssh2}[peer](options, folder)
            if isinstance(server, str):
                print(f"without {peer}: {server}", file=sys.stderr)
                continue
            running.callback(server.stop)
            servers[peer] = server
        found = {peer: {measure: [] for measure in MEASURES} for peer in servers}
        for turn in range(options.rounds):
            for measure in MEASURES:
                for peer, server in servers.items():
                    found[peer][measure].append(one_run(options, peer, server, measure))
            print(f"round {turn + 1} of {options.rounds} done", file=sys.stderr)
    table(found)


def table(found):
    """A second, the ratio to ours, and milliseconds of the server's processor for each."""
    print("| server | logins/s | ours is | ms each | exec/s | ours is | ms each "
          "| in a shell/s | ours is | ms each |")
    print("| --- |" + " ---: |" * 9)
    middle = {peer: {measure: (statistics.median(rate for rate, _ in runs),
                               statistics.median(spent for _, spent in runs))
                     for measure, runs in measures.items()}
              for peer, measures in found.items()}
    for peer, measures in middle.items():
        cells = []
        for measure, (rate, spent) in measures.items():
            ratio = middle["understudy"][measure][0] / rate
            cells += [f"{rate:.0f}", f"{ratio:.2f}x", f"{spent:.2f}"]
        print(f"| {peer} | " + " | ".join(cells) + " |")


# -- memory ------------------------------------------------------------------------------------------

def sitting(options, server, protocol, ports):
    """Its memory with so many at their prompts."""
    client = subprocess.Popen([str(pathlib.Path(options.tools) / "understudy_load"), "idle", protocol,
                               ",".join(map(str, ports)), str(options.sessions)],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if not client.stdout.readline():
        raise RuntimeError("not all of them got in")
    full = settled(server.pid)
    client.stdin.close()
    client.wait()
    return full


def sessions(options, folder, protocol, way):
    server = understudy(options, folder, f"--{way}", "127.0.0.1:0", "--pods", str(options.pods))
    try:
        ports = [door[way] for door in server.ports]
        empty = settled(server.pid)
        for turn in ("first", "second"):
            full = sitting(options, server, protocol, ports)
            time.sleep(8)  # they are given two seconds, their memory goes within the next five
            after = settled(server.pid)
            print(f"{protocol}, the {turn} time: {options.sessions} sessions at their prompts, "
                  f"{(full - empty) / options.sessions:.1f} KB each ({empty} -> {full} KB, "
                  f"{after} KB when they have gone)", flush=True)
    finally:
        server.stop()


def pods(options, folder):
    sizes = []
    for count in (1, options.pods):
        server = understudy(options, folder, "--ssh", "127.0.0.1:0", "--pods", str(count))
        sizes.append(settled(server.pid))
        server.stop()
    print(f"{pathlib.Path(options.device).name}: {sizes[0]} KB with one pod, {sizes[1]} KB with "
          f"{options.pods}: {(sizes[1] - sizes[0]) / (options.pods - 1):.0f} KB a pod", flush=True)


def memory(options):
    with tempfile.TemporaryDirectory() as name:
        pods(options, pathlib.Path(name))
        sessions(options, pathlib.Path(name), "ssh", "ssh")
        sessions(options, pathlib.Path(name), "telnet", "vty")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["memory", "speed"])
    parser.add_argument("--program", default="build/understudy")
    parser.add_argument("--tools", default="build", help="the folder with understudy_load")
    parser.add_argument("--device", default=str(HERE / "switch.yaml"),
                        help="a lab whose device lets admin/admin in")
    parser.add_argument("--seconds", type=int, default=2, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="floor,sshd,paramiko,ssh2")
    parser.add_argument("--sshd", help="where it is, if not in /usr/sbin")
    parser.add_argument("--sshd-port", type=int, default=22922)
    parser.add_argument("--node-modules", help="a folder that has ssh2")
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--pods", type=int, default=100)
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    {"memory": memory, "speed": speed}[options.what](options)


if __name__ == "__main__":
    main()
