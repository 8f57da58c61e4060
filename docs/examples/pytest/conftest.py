"""Fixtures that put a lab of Understudy on the network and hand out its consoles.

    understudy_lab   what `understudy serve` is given; override it in a module or a class
    served           the running lab: ports by device
    console          a function that opens a console as a pexpect session
"""
import json
import os
import socket
import subprocess
import time

import pexpect.fdpexpect
import pytest

PROGRAM = os.environ.get("UNDERSTUDY", "understudy")


class Served:
    """A running `understudy serve`."""

    def __init__(self, process, ready):
        self.process = process
        self.host = ready["host"]
        self.devices = ready["devices"]

    def port(self, device=None):
        device = device or next(iter(self.devices))
        return self.devices[device]["telnet"]


@pytest.fixture(scope="module")
def understudy_lab():
    return ["asa/9.20.4"]


@pytest.fixture(scope="module")
def served(understudy_lab, tmp_path_factory):
    ready_file = tmp_path_factory.mktemp("understudy") / "ready.json"
    process = subprocess.Popen(
        [PROGRAM, "serve", *understudy_lab, "--telnet", "127.0.0.1:0",
         "--ready-file", str(ready_file), "--exit-after-idle", "10m"])
    # The file appears whole, when every port listens.
    for _ in range(200):
        if ready_file.exists() or process.poll() is not None:
            break
        time.sleep(0.05)
    assert ready_file.exists(), "understudy serve did not come up; its log says why"
    yield Served(process, json.loads(ready_file.read_text()))
    process.terminate()
    assert process.wait(timeout=10) == 0


@pytest.fixture
def console(served):
    """Opens the console of a device, the first one's unless one is named."""
    sockets = []

    def open_console(device=None):
        link = socket.create_connection((served.host, served.port(device)), timeout=10)
        link.setblocking(True)
        sockets.append(link)
        session = pexpect.fdpexpect.fdspawn(link, encoding="latin-1", timeout=10)
        session.linesep = "\r"  # Enter; `sendline` types it
        return session

    yield open_console
    for link in sockets:
        link.close()
