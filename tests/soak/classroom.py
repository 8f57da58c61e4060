#!/usr/bin/python3
"""A class of thirty and their day: classroom.py PROGRAM KEYS [--seed N] [--growth PERCENT]

Ten labs, three copies of each. A scripted learner sits in every pod and types what stands in the
lab's solution, or one of its wrong turns, at the console or by SSH; some lose their connection in
the middle of it. Everybody is graded as their transcript says. Then a day of lab time passes, hour by
hour, in which firewalls close and open, name servers and authorities fail, devices lose power,
clients vanish and, at noon, the server is killed and started anew. In the evening devices have
noticed what failed and found back; nothing but expected warnings is in the log; the server ends well
when told to, with people at it; who comes the next morning finds the lab, and the grade, as they
were.

Memory where it began: the evening's process, all sessions gone, is held against the next morning's
of the same labs, in which everybody has looked in once. What a lab has learnt in its day (its
journal, its log buffers) is in both; what differs is what sessions have left behind and holes in
the heap.
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
HOURS, NOON = 24, 12
# A prompt, a question, or the sign that a paste may begin: somebody has to type now.
# Or the prompt, and log lines behind it.
ASKED = re.compile(r"(((?<!@)[>#]|\w[:?\])]|[\])]:) ?"
                   r"|[>#]\r?\n(?:.*%[A-Z_0-9]+-\d-[A-Z_0-9]+: .*\r?\n)+)$")
AT_COMMAND = re.compile(r"[\w)][>#] ?$")
MARK = re.compile(r"^@# ((?:met|missed|kept|happened): \S+ -?\d+(?:/\d+)?:|\d+ %: (?:not )?passed)", re.M)
GRADED = re.compile(r"^@# \d+ %: .*\n", re.M)
# What an operator is told of people like these.
EXPECTED = re.compile(r' warning (refused by the device|turned away) .*why="?(?:the console of|every '
                      r"line of|no RSA|nobody listens|went before logging in|its |the |not )")


class Learner(Person):
    """Types without looking at what it reads; waits until asked."""

    def heard(self, until=ASKED, quiet=4, patience=90):
        """What comes until somebody is asked, or until the device has said something and falls
        silent; with `quiet` of None the sign has to come."""
        got, begun = "", time.monotonic()
        last = begun
        while True:
            self.channel.settimeout(0.05)
            try:
                part = self.channel.recv(65536)
            except (socket.timeout, TimeoutError):
                now = time.monotonic()
                if until.search(got) or (got and quiet and now - last > quiet):
                    return got
                if now - begun > patience:
                    raise AssertionError(f"waited in vain for {until.pattern} after {got[-300:]!r}")
                continue
            if not part:
                raise EOFError(f"hung up after {got[-200:]!r}")
            last = time.monotonic()
            text = part.decode("latin-1")
            got += re.sub(r"\xff[\xfb-\xfe].", "", text, flags=re.S) if self.way != "ssh" else text
            if re.search(r"--More-- ?$|<--- More --->$", got):
                self.channel.sendall(b" ")

    def press(self, keys):
        self.channel.sendall(keys)
        return self.heard()

    def ask(self, line, until):
        """A line at whatever prompt; what came up to a sign that it was obeyed."""
        self.channel.sendall(b"\x15" + line.encode() + b"\r")
        return self.heard(re.compile(until), None).replace("\r", "")

    def say(self, direction):
        """A stage direction, at whatever prompt or question, or without power."""
        said = self.ask(direction, r"(?m)^@# .*\n")
        assert "@# not obeyed" not in said, f"{direction}: {said}"
        return said

    def marks(self):
        return MARK.findall(self.ask("@grade", GRADED.pattern.replace("^", "(?m)^")))


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


class Pod:
    def __init__(self, number, script, seed):
        self.number, self.script, self.device = number, script, script.device
        self.chance = random.Random(f"{seed}/{number}")
        # An ASA asks at its network lines what it asks at its console.
        self.way = "ssh" if script.name.startswith("asa") and number % 2 == 1 else "telnet"
        self.serving, self.learner, self.kept_grade = None, None, None
        self.typed = self.lost = 0
        self.reached = self.noticed = self.mended = False
        self.dark = False
        self.faults = self.chance.sample(["network", "servers", "power", "rude"], 2)

    def __str__(self):
        return f"pod {self.number} ({self.script.name}, by {self.way})"

    # -- the learner --

    def come(self, serving):
        self.serving = serving
        for _ in range(100):
            with contextlib.suppress(OSError, EOFError):
                self.learner = Learner(serving.port(self.way, self.number, self.device), self.way,
                                       user="learner")
                return
            assert serving.alive(), "the server has gone"
            time.sleep(0.1)
        raise AssertionError("nobody is let in")

    def leave(self):
        self.learner.close()

    def leave_rudely(self):
        self.learner.vanish()
        self.come(self.serving)

    def visit_rudely(self):
        """Somebody looks in by SSH, if the device lets them, and vanishes in the middle."""
        with contextlib.suppress(Exception):
            visitor = Learner(self.serving.port("ssh", self.number, self.device), "ssh", patience=5)
            visitor.press(b"show clock\r")
            visitor.channel.sendall(b"show clock\r?")
            visitor.vanish()

    def work_through(self, serving):
        self.come(serving)
        self.visit_rudely()
        said, before, beyond = "", b"", None
        for keys in self.script.keys:
            # A console stays as it was left, but for a question and what it leads to. Who goes while
            # a command is still at its work does not see the log line that comes of it.
            beyond = beyond or re.match(rb"@console|connect", keys)
            looked = before.startswith(b"show") and AT_COMMAND.search(said)
            before = keys
            if self.way == "telnet" and looked and not beyond and self.chance.random() < 0.2:
                self.lost += 1
                self.leave_rudely()
            self.typed += 1
            try:
                said = self.learner.press(keys)
            except (EOFError, OSError):  # a device that reloads hangs up who came by the network
                self.come(self.serving)
        self.check_grade(self.script.grade)

    def check_grade(self, expected):
        marks = self.learner.marks()
        assert marks == expected, f"graded {marks}, not {expected}"

    def note_grade(self):
        self.kept_grade = self.learner.marks()

    def as_left(self, serving):
        """Somebody comes to what was kept."""
        self.way = "telnet"
        self.come(serving)
        self.check_grade(self.kept_grade)

    # -- the day --

    def live(self, hour):
        if "network" in self.faults and self.is_smart():
            {4: self.blocked, 7: self.unblocked}.get(hour, lambda: None)()
            {5: self.notices, 9: self.finds_back}.get(hour, lambda: None)()
        if "servers" in self.faults:
            dns = self.number % 2 and "plr" not in self.script.name  # which asks no server
            down, up = ("@network dns down", "@network dns up") if dns else \
                ("@authority garbled on", "@authority garbled off")
            if hour in (10, 14):
                self.learner.say(down if hour == 10 else up)
        if "power" in self.faults:
            {15: self.powered_off, 16: self.powered_on}.get(hour, lambda: None)()
        if "rude" in self.faults:
            {3: self.leave_rudely, 13: self.leave_rudely, 18: self.visit_rudely,
             22: self.leave_rudely}.get(hour, lambda: None)()
        self.learner.say("@advance 1h")
        if not self.dark and not self.script.name.startswith("fxos"):
            self.learner.ask("", ASKED.pattern)
            self.learner.ask("show clock", r"\d\d:\d\d:\d\d\.\d+ \w+|denied|Invalid|\^|Password")

    def is_smart(self):
        return not self.script.name.startswith("fxos") and "plr" not in self.script.name

    HOSTS = ("tools.cisco.com:443", "smartreceiver.cisco.com:443")

    def blocked(self):
        self.reached = self.last_attempt() == "SUCCEEDED"
        for host in self.HOSTS:  # a lab's network has one of them at least
            self.learner.ask(f"@network block {host}", r"(?m)^@# .*\n")
        self.learner.press(b"\x15license smart renew auth\r")

    def unblocked(self):
        for host in self.HOSTS:
            self.learner.ask(f"@network unblock {host}", r"(?m)^@# .*\n")
        self.learner.press(b"\x15license smart renew auth\r")

    def last_attempt(self):
        said = self.learner.press(b"\x15show license status | include Last Communication\r")
        return "FAILED" if "FAILED" in said else "SUCCEEDED" if "SUCCEEDED" in said else None

    def notices(self):
        self.noticed = self.reached and self.last_attempt() == "FAILED"

    def finds_back(self):
        self.mended = self.last_attempt() == "SUCCEEDED"

    def powered_off(self):
        """Somebody at the console sees it go dark, and come up again."""
        self.learner.close()
        self.way = "telnet"
        self.come(self.serving)
        self.learner.say(f"@device {self.device} power off")
        self.dark = True

    def powered_on(self):
        self.learner.say(f"@device {self.device} power on")
        self.dark = False

    def sees_the_end(self):
        with contextlib.suppress(OSError):
            said = ""
            self.learner.channel.settimeout(30)
            while part := self.learner.channel.recv(65536):
                said += part.decode("latin-1")
            assert "the server was told to end" in said, f"no farewell: {said!r}"
        self.learner.close()


def all_do(pods, deed, *words, patience=240):
    """All at once, each in a thread of its own."""
    wrong = []

    def one(pod):
        try:
            getattr(pod, deed)(*words)
        except Exception as error:
            wrong.append(f"{pod}, {deed} {words[:1] if deed == 'live' else ''}: {error!r}")

    threads = [threading.Thread(target=one, args=(pod,), daemon=True) for pod in pods]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + patience
    for pod, thread in zip(pods, threads):
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            wrong.append(f"{pod} hangs in {deed}")
    assert not wrong, "\n".join(wrong)


class Day:
    def __init__(self, options, state):
        self.options, self.state = options, state
        self.begun = time.monotonic()
        self.serving = None
        playable = scripts(options.keys)
        chosen = [playable[lab][copy % len(playable[lab])] for lab in LABS for copy in range(COPIES)]
        self.pods = [Pod(at, script, options.seed) for at, script in enumerate(chosen)]

    def tell(self, text):
        print(f"{time.monotonic() - self.begun:4.0f} s  {text}", flush=True)

    def open(self):
        files = [str(SOURCE / "labs/library" / lab / "lab.yaml") for lab in LABS]
        self.serving = Serving(self.options.program, *files, "--pods", str(COPIES), "--telnet",
                               "127.0.0.1:0", "--ssh", "127.0.0.1:0", "--ssh-anybody", "--state",
                               self.state)

    def check_log(self):
        assert not self.serving.complaints(), self.serving.complaints()[:5]
        odd = [line for line in self.serving.complaints("warning") if not EXPECTED.search(line)]
        assert not odd, odd[:5]

    def morning(self):
        self.open()
        all_do(self.pods, "work_through", self.serving)
        passed = sum("100 %: passed" in pod.script.grade for pod in self.pods)
        self.tell(f"{len(self.pods)} pods, {sum(pod.typed for pod in self.pods)} lines typed, "
                  f"{sum(pod.lost for pod in self.pods)} connections lost, all graded as they should "
                  f"be, {passed} solved")

    def hours(self, first, last):
        for hour in range(first, last + 1):
            all_do(self.pods, "live", hour)

    def noon(self):
        """What was done is on the disk a few seconds later, and the server is killed."""
        all_do(self.pods, "note_grade")
        time.sleep(7)
        self.serving.kill()
        self.check_log()
        self.open()
        all_do(self.pods, "as_left", self.serving)
        self.tell("noon: killed, and all is as it was left")

    def evening(self):
        noticed = sum(pod.noticed for pod in self.pods)
        mended = sum(pod.noticed and pod.mended for pod in self.pods)
        self.tell(f"evening: {noticed} devices noticed a filter, {mended} found back")
        assert noticed == mended and noticed > 0
        all_do(self.pods, "note_grade")
        same = sum(pod.kept_grade == pod.script.grade for pod in self.pods)
        self.tell(f"evening: {same} have the grade of the morning")
        all_do(self.pods, "leave")
        memory = self.serving.settled()
        some = self.pods[::2]
        all_do(some, "as_left", self.serving)
        waiting = threading.Thread(target=all_do, args=(some, "sees_the_end"))
        waiting.start()
        took = self.serving.end()
        waiting.join(60)
        self.check_log()
        self.tell(f"drained in {took:.1f} s, no error in the log")
        return memory

    def next_morning(self):
        self.open()
        all_do(self.pods, "as_left", self.serving)
        all_do(self.pods, "leave")
        memory = self.serving.settled()
        self.serving.end()
        self.check_log()
        self.tell("the next morning all is as it was left")
        return memory

    def end(self):
        if self.serving:
            self.serving.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("keys")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--growth", type=int, default=10, help="percent that may stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        day = Day(options, state)
        try:
            day.morning()
            day.hours(1, NOON)
            day.noon()
            day.hours(NOON + 1, HOURS)
            evening = day.evening()
            morning = day.next_morning()
            day.tell(f"memory: {evening} KB in the evening, {morning} KB the next morning")
            assert evening <= morning * (100 + options.growth) / 100, "it has grown"
        finally:
            day.end()


if __name__ == "__main__":
    main()
