"""`understudy serve` with OpenSSH as its client: what the checks of clients share.

A script that imports it is called SCRIPT PROGRAM [WORD...]; a WORD chooses the checks that have it in
their name."""
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

program = sys.argv[1]
work = tempfile.mkdtemp()


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)


def at(name):
    return os.path.join(work, name)


def write(name, text, mode=0o600):
    with open(at(name), "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(at(name), mode)
    return at(name)


def make_key(name, kind="ed25519"):
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "me@desk", "-f", at(name), check=True)
    with open(at(name + ".pub"), encoding="utf-8") as file:
        return file.read().strip()


class Served:
    """The program, for as long as a `with` lasts; the rest of its log when it has ended."""

    def __init__(self, *arguments):
        self.arguments = arguments
        self.log = ""

    def __enter__(self):
        ready = at("ready")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(ready)
        self.errors = open(at("log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [program, "serve", *self.arguments, "--ready-file", ready, "--exit-after-idle", "30s"],
            stderr=self.errors)
        for _ in range(1800):
            if os.path.exists(ready):
                break
            assert self.process.poll() is None, "the server has ended"
            time.sleep(0.05)
        with open(ready, encoding="utf-8") as file:
            self.ready = json.load(file)
        return self

    def port(self, device, way="ssh", pod=0):
        return self.ready["pods"][pod]["devices"][device][way]

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0
        self.errors.seek(0)
        self.log = self.errors.read()
        self.errors.close()


def logged(words, times):
    """Whether the log has them so often, soon."""
    for _ in range(100):
        with open(at("log"), encoding="utf-8") as file:
            if file.read().count(words) == times:
                return True
        time.sleep(0.05)
    return False


def ssh(port, user, *words, password=None, options=(), keys=(), before=(), stdin=""):
    """OpenSSH with nothing of the host's own; `password` is given to whatever asks."""
    environment = dict(os.environ, SSH_ASKPASS_REQUIRE="force", DISPLAY="")
    environment.pop("SSH_AUTH_SOCK", None)
    environment["SSH_ASKPASS"] = write("askpass", "#!/bin/sh\necho \"$1\" >>" + at("asked") +
                                       "\nprintf '%s\\n' '" + (password or "") + "'\n", 0o700)
    write("asked", "")
    command = ["ssh", *before, "-F", "/dev/null", "-p", str(port)]
    for option in [*options, "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null",
                   "LogLevel=ERROR"]:
        command += ["-o", option]
    command += ["-o", "IdentitiesOnly=yes"]
    for key in keys:
        command += ["-i", at(key)]
    if not keys:
        command += ["-o", "IdentityFile=none"]
    return subprocess.run([*command, user + "@127.0.0.1", *words], capture_output=True, text=True,
                          timeout=120, env=environment, input=stdin)


def only(*ways):
    return ["PreferredAuthentications=" + ",".join(ways)]


def granted(result):
    assert result.returncode == 0 and "UTC" in result.stdout, result
    return result


def denied(result, why):
    assert result.returncode == 255 and why in result.stderr, result
    return result


def typed(client, text, until):
    """What a Telnet client sees until `until`, without options."""
    client.sendall(text)
    seen = b""
    while until not in seen:
        more = client.recv(4096)
        if not more:
            break
        seen += more
    return re.sub(rb"\xff[\xfb-\xfe].", b"", seen)


def run_checks(checks):
    """Those of a script's names that are checks, in their order."""
    checks = [value for name, value in checks.items() if name.startswith("check_")]
    for check in checks:
        if sys.argv[2:] and not any(word in check.__name__ for word in sys.argv[2:]):
            continue
        began = time.monotonic()
        check()
        print(f"well {check.__name__[6:]} {time.monotonic() - began:.1f} s")

