#!/usr/bin/python3
"""A class of thirty and their day: classroom.py PROGRAM KEYS [--seed N]

Ten labs, three copies of each. A scripted learner sits in every pod and types what stands in the
lab's solution, or one of its wrong turns, at the console or by SSH; visitors come to the devices and
vanish. Then a day of lab time passes, hour by hour, in which networks are blocked, devices lose
power and clients are killed. Everybody is graded as the transcript is; the log has no error; memory
after the day is what it was in its second hour; the server ends well when told to, and who comes the
next morning finds the lab, and the grade, as they were.
"""
import argparse
import contextlib
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from serving import Person, Serving  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parents[2]
COPIES = 3
LABS = ["asa-scenario-a", "asa-proxy", "asa-dns-wrong-interface", "asa-plr-move",
        "fxos-auth-expired", "fxos-date-offset", "fxos-invalid-token",
        "iosxe-no-transport", "iosxe-vrf-source", "iosxe-send-failed"]
HOURS = 24
# A prompt, a question, or the sign that a paste may begin: somebody has to type now.
ASKED = re.compile(r"((?<!@)[>#]|\w[:?\])]|[\])]:) ?$")
MARK = re.compile(r"^@# ((?:met|missed|kept|happened): \S+ -?\d+(?:/\d+)?:|\d+ %: (?:not )?passed)", re.M)


class Learner(Person):
    """Types without looking at what it reads; waits until asked."""

    def heard(self, until=ASKED, patience=4):
        got, last = "", time.monotonic()
        while True:
            self.channel.settimeout(0.03)
            try:
                part = self.channel.recv(65536)
            except (socket.timeout, TimeoutError):
                if until.search(got[-200:]) or time.monotonic() - last > patience:
                    return got
                continue
            if not part:
                raise EOFError(f"hung up after {got[-200:]!r}")
            last = time.monotonic()
            got += re.sub(r"\xff[\xfb-\xfe].", "", part.decode("latin-1"), flags=re.S)
            if re.search(r"--More-- ?$|<--- More --->$", got):
                self.channel.sendall(b" ")

    def press(self, keys, patience=4):
        self.channel.sendall(keys)
        return self.heard(patience=patience)

    def say(self, direction):
        """A stage direction, at whatever prompt or question."""
        return self.press(b"\x15" + direction.encode() + b"\r")

    def marks(self):
        """Their grade; waits for it however busy the machine is."""
        said = self.say("@grade")
        for _ in range(10):
            if re.search(r"\d+ %: .*[>#] ?$", said, re.S):
                break
            said += self.heard()
        return MARK.findall(said.replace("\r", ""))


class Script:
    """What is typed for a transcript, and the grade that it earns."""

    def __init__(self, name):
        self.name = name
        self.device, self.keys, self.grade = None, [], []

    def take(self, line):
        kind, _, rest = line.partition(" ")
        if kind == "device":
            self.device = rest
        elif kind == "keys":
            self.keys.append(bytes.fromhex(rest))
        elif kind == "grade":
            self.grade += MARK.findall(f"@# {rest}")


def scripts(keys_program):
    """Of each lab: its solution, and what turns wrong."""
    files = {lab: sorted((SOURCE / "labs/library" / lab).glob("*.txt")) for lab in LABS}
    words = [str(file) for each in files.values() for file in each]
    said = subprocess.run([keys_program, str(SOURCE), *words], capture_output=True, text=True,
                          check=True).stdout
    by_lab, script = {lab: [] for lab in LABS}, None
    for line in said.splitlines():
        if line.startswith("transcript "):
            file = pathlib.Path(line.partition(" ")[2])
            script = Script(f"{file.parent.name}/{file.name}")
            by_lab[file.parent.name].append(script)
        else:
            script.take(line)
    playable = {lab: [each for each in all_of if each.device] for lab, all_of in by_lab.items()}
    for lab, all_of in playable.items():
        assert all_of and all_of[0].name.endswith("solution.txt"), f"{lab}: no keyboard plays it"
    return playable


class Pod(threading.Thread):
    def __init__(self, serving, number, script, seed):
        super().__init__(daemon=True)
        self.serving, self.number, self.script = serving, number, script
        self.chance = random.Random(f"{seed}/{number}")
        self.device = script.device
        # An ASA asks at its network lines what it asks at its console.
        by_ssh = script.name.startswith("asa") and number % 2 == 1
        self.way = "ssh" if by_ssh else "telnet"
        self.learner, self.wrong, self.typed = None, None, 0
        self.hour, self.goal = 0, 0
        self.turn = threading.Condition()

    # -- the learner --

    def come(self):
        for _ in range(100):
            with contextlib.suppress(OSError, EOFError):
                self.learner = Learner(self.serving.port(self.way, self.number, self.device), self.way,
                                       user="learner")
                return
            time.sleep(0.1)
        raise AssertionError("nobody is let in")

    def work_through(self):
        for keys in self.script.keys:
            self.typed += 1
            try:
                self.learner.press(keys)
            except (EOFError, OSError):  # a device that reloads hangs up who came by the network
                self.come()

    def graded(self):
        marks = self.learner.marks()
        assert marks == self.script.grade, f"graded {marks}, not {self.script.grade}"

    # -- the day --

    def live(self, hour):
        events = {3: self.leave_rudely, 5: self.blocked, 9: self.unblocked, 12: self.powered_off,
                  13: self.powered_on, 15: self.leave_rudely, 18: self.visit_rudely}
        if self.chance.random() < 0.5 and hour in events:
            events[hour]()
        self.learner.say("@advance 1h")
        for keys in (b"\x15\r", b"\x15show clock\r", b"\x15?"):
            self.learner.press(keys, 0.7)  # a device without power asks nobody

    def leave_rudely(self):
        self.learner.vanish()
        self.come()

    def blocked(self):
        self.learner.say("@network block tools.cisco.com:443")

    def unblocked(self):
        self.learner.say("@network unblock tools.cisco.com:443")

    def powered_off(self):
        """Somebody at the console sees it go dark, and come up again."""
        self.learner.close()
        self.way = "telnet"
        self.come()
        self.learner.say(f"@device {self.device} power off")

    def powered_on(self):
        self.learner.say(f"@device {self.device} power on")

    def visit_rudely(self):
        """Somebody looks in by SSH, if the device lets them, and vanishes in the middle."""
        with contextlib.suppress(Exception):
            visitor = Learner(self.serving.port("ssh", self.number, self.device), "ssh", patience=5)
            visitor.press(b"show clock\r")
            visitor.channel.sendall(b"show clock\r?")
            visitor.vanish()

    # -- as a thread: does the hours up to `goal` --

    def run(self):
        try:
            self.come()
            self.visit_rudely()
            self.work_through()
            self.graded()
            self.step_done(0)
            for hour in range(1, HOURS + 1):
                with self.turn:
                    self.turn.wait_for(lambda: self.goal >= hour)
                self.live(hour)
                self.step_done(hour)
        except Exception as error:
            self.wrong = f"pod {self.number} ({self.script.name}, by {self.way}): {error!r}"
            self.step_done(HOURS)

    def step_done(self, hour):
        with self.turn:
            self.hour = hour + 1
            self.turn.notify_all()

    def reach(self, hour):
        with self.turn:
            self.goal = hour
            self.turn.notify_all()


def all_reach(pods, hour, patience=200):
    for pod in pods:
        pod.reach(hour)
    deadline = time.monotonic() + patience
    for pod in pods:
        with pod.turn:
            done = pod.turn.wait_for(lambda: pod.hour > hour, deadline - time.monotonic())
        assert done, f"pod {pod.number} ({pod.script.name}) hangs"
    wrong = [pod.wrong for pod in pods if pod.wrong]
    assert not wrong, "\n".join(wrong)


def opened(options, state):
    files = [str(SOURCE / "labs/library" / lab / "lab.yaml") for lab in LABS]
    return Serving(options.program, *files, "--pods", str(COPIES), "--telnet", "127.0.0.1:0", "--ssh",
                   "127.0.0.1:0", "--ssh-anybody", "--state", state)


def next_morning(options, state, pods):
    """The same labs from what was kept: the grades are those of the evening."""
    serving = opened(options, state)
    try:
        for pod in pods:
            evening = pod.evening
            pod.serving, pod.way = serving, "telnet"
            pod.come()
            morning = pod.learner.marks()
            assert morning == evening, f"{pod.script.name}: {evening} became {morning}"
        serving.end()
        assert not serving.complaints(), serving.complaints()[:5]
    finally:
        serving.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("keys")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--growth", type=int, default=3000, help="kilobytes that may stay")
    options = parser.parse_args()
    begun = time.monotonic()
    playable = scripts(options.keys)
    serving = None
    state = None
    try:
        state = tempfile.TemporaryDirectory()
        serving = opened(options, state.name)
        pods = []
        for lab in LABS:
            for copy in range(COPIES):
                turns = playable[lab]
                script = turns[copy % len(turns)]
                pods.append(Pod(serving, len(pods), script, options.seed))
        for pod in pods:
            pod.start()
        all_reach(pods, 0)
        lines = sum(pod.typed for pod in pods)
        passed = sum(any("passed" in mark and "not" not in mark for mark in pod.script.grade)
                     for pod in pods)
        print(f"{len(pods)} pods, {lines} lines typed, all graded as they should be, {passed} passed; "
              f"{time.monotonic() - begun:.0f} s", flush=True)
        memory = {}
        for hour in range(1, HOURS + 1):
            all_reach(pods, hour)
            if hour in (2, HOURS):
                memory[hour] = serving.settled()
        print(f"memory: {memory[2]} KB in the second hour, {memory[HOURS]} KB after the day; "
              f"{time.monotonic() - begun:.0f} s", flush=True)
        assert memory[HOURS] - memory[2] <= options.growth, "it grows"
        for pod in pods:
            pod.evening = pod.learner.marks()
        took = serving.end()
        assert not serving.complaints(), serving.complaints()[:5]
        print(f"drained in {took:.1f} s, no error in the log", flush=True)
        next_morning(options, state.name, pods)
        print(f"the next morning all is as it was left; {time.monotonic() - begun:.0f} s")
    finally:
        if serving:
            serving.kill()
        if state:
            state.cleanup()


if __name__ == "__main__":
    main()
