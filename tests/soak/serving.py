"""`understudy serve` as the soak tests need it: started, watched from outside, and told to end.

A test that lacks what it needs ends with 77, which ctest shows as skipped.
"""
import json
import logging
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

try:
    import paramiko
except ImportError:
    print("skipped: no paramiko (apt-get install python3-paramiko)")
    sys.exit(77)

logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)  # what it says of broken connections
HERE = "127.0.0.1"
PROMPT = re.compile(r"[\w()./-]+[>#] ?$")


class Serving:
    """The program, and what the kernel says of it."""

    def __init__(self, program, *words):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        self.log = folder / "log"
        self.state = folder / "state"
        ready = folder / "ready"
        with self.log.open("w") as log:
            self.process = subprocess.Popen([program, "serve", *words, "--ready-file", str(ready)],
                                            stderr=log)
        self.pid = self.process.pid
        deadline = time.monotonic() + 120
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError(f"does not serve: {self.log.read_text()}")
            time.sleep(0.05)
        self.pods = [pod["devices"] for pod in json.loads(ready.read_text())["pods"]]

    def port(self, way, pod=0, device=None):
        devices = self.pods[pod]
        return devices[device or next(iter(devices))][way]

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def kilobytes(self):
        rollup = pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss: +(\d+)", rollup, re.M).group(1))

    def alive(self):
        return self.process.poll() is None

    def settled(self, seconds=30, descriptors=None):
        """Its memory when that has come to rest, and its descriptors are so many again."""
        before = self.kilobytes()
        for _ in range(int(seconds / 0.5)):
            time.sleep(0.5)
            now = self.kilobytes()
            few = descriptors is None or self.descriptors() <= descriptors
            if few and abs(now - before) < 64:
                return now
            before = now
        return before

    def end(self):
        """How long it took to go when told to; it has to go well."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        assert status == 0, f"ended with {status}: {self.log.read_text()[-2000:]}"
        return time.monotonic() - begun

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def complaints(self, levels="error"):
        pattern = re.compile(rf"^\S+ (?:{levels}) .*$", re.M)
        return pattern.findall(self.log.read_text())


def connected(port, small=False, patience=10):
    """A bare socket; a small one has no room for what it does not read."""
    client = socket.socket()
    if small:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(patience)
    client.connect((HERE, port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def vanish(client):
    """Goes without a farewell: the other side gets a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()


def logged_in(port, user="admin", password="admin", patience=20):
    """An SSH connection."""
    transport = paramiko.Transport(connected(port, patience=patience))
    transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = patience
    transport.start_client(timeout=patience)
    transport.auth_password(user, password)
    return transport


class Person:
    """Somebody at a prompt, by SSH or by Telnet, who types a line and reads what it brings."""

    def __init__(self, port, way="ssh", user="admin", password="admin", patience=30):
        self.way, self.said = way, ""
        if way == "ssh":
            self.transport = logged_in(port, user, password, patience)
            self.channel = self.transport.open_session()
            self.channel.get_pty("vt100", 200, 0)
            self.channel.invoke_shell()
        else:
            self.channel = connected(port)
        self.channel.settimeout(patience)
        self.user, self.password = user, password
        self.heard()

    def heard(self, until=PROMPT):
        """What comes until somebody is asked for a command."""
        got = ""
        while not until.search(got[-200:]):
            part = self.channel.recv(65536)
            if not part:
                raise EOFError(f"hung up after {got!r}")
            text = part.decode("latin-1")
            got += re.sub(r"\xff[\xfb-\xfe].", "", text) if self.way != "ssh" else text
            if got.endswith("--More--") or got.endswith("<--- More --->"):
                self.channel.sendall(b" ")
            elif re.search(r"(?i)username: $", got):
                self.channel.sendall(self.user.encode() + b"\r")
                got += "\n"
            elif re.search(r"(?i)password: $", got):
                self.channel.sendall(self.password.encode() + b"\r")
                got += "\n"
        self.said = got
        return got

    def type(self, line, until=PROMPT):
        self.channel.sendall(line.encode() + b"\r")
        return self.heard(until)

    def vanish(self):
        if self.way == "ssh":
            vanish(self.transport.sock)
        else:
            vanish(self.channel)

    def close(self):
        self.channel.close()
        if self.way == "ssh":
            self.transport.close()
