#!/usr/bin/python3
"""People and programs that mean no good, in numbers: abuse.py PROGRAM

While each of them is at it two others go on working, one by SSH and one by Telnet, and get every
answer whole and in order. Afterwards the server has no descriptor more than before, its memory is
back, its log has no error, and it ends well when told to. Everything is on 127.0.0.1 and bounded in
number and time.
"""
import argparse
import contextlib
import pathlib
import random
import struct
import sys
import threading
import time

sys.dont_write_bytecode = True
from serving import Person, Serving, connected, logged_in, paramiko, vanish  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parents[2]
LAB = SOURCE / "bench/net/switch.yaml"
CHANCE = random.Random(7)
BANNER = b"SSH-2.0-OpenSSH_9.2\r\n"
IAC = b"\xff"


class Worker(threading.Thread):
    """Does nothing wrong: numbers its lines and expects each answer behind the one before."""

    def __init__(self, port, way):
        super().__init__(daemon=True)
        self.person = Person(port, way)
        self.done, self.wrong, self.over = 0, None, False

    def run(self):
        try:
            while not self.over:
                number = self.done + 1
                answer = self.person.type(f"show privilege | include 1{number}$|level")
                expected = (f"show privilege | include 1{number}$|level\r\n"
                            "Current privilege level is 15\r\n")
                if not answer.startswith(expected):
                    self.wrong = f"answer {number} is {answer!r}"
                    return
                self.done = number
                time.sleep(0.02)
        except Exception as error:  # whatever it is, the others were not to notice anything
            self.wrong = f"after {self.done} answers: {error!r}"

    def more(self, count, patience=60):
        """Waits until it got so many more answers."""
        goal, deadline = self.done + count, time.monotonic() + patience
        while self.done < goal:
            assert not self.wrong, self.wrong
            assert time.monotonic() < deadline, f"nothing came for {patience} s"
            time.sleep(0.01)


def many(port, count, act):
    """So many at once; what the server does to them is its business."""
    clients = []
    for _ in range(count):
        with contextlib.suppress(OSError):
            clients.append(connected(port))
            act(clients[-1])
    for number, client in enumerate(clients):
        vanish(client) if number % 2 else client.close()


def send(client, data, patience=1):
    with contextlib.suppress(OSError):
        client.settimeout(patience)
        client.sendall(data)


def key_exchange():
    """What a client says first (RFC 4253, 7.1)."""
    names = [b"curve25519-sha256", b"ssh-ed25519", *[b"aes128-ctr"] * 2, *[b"hmac-sha2-256"] * 2,
             *[b"none"] * 2, b"", b""]
    payload = b"\x14" + CHANCE.randbytes(16)
    payload += b"".join(struct.pack(">I", len(name)) + name for name in names) + b"\0" * 5
    padding = 8 - (len(payload) + 5) % 8 + 8
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + b"\0" * padding


# -- who abuses it ------------------------------------------------------------------------------------

class Abuse:
    def __init__(self, serving, scale):
        self.serving = serving
        self.scale = scale  # of the numbers; 1 is the whole
        # Where nobody works: the second pod.
        self.ssh = serving.port("ssh", 1)
        self.vty = serving.port("vty", 1)

    def times(self, count):
        return max(2, int(count * self.scale))

    def connect_and_go(self):
        for port in (self.ssh, self.vty):
            many(port, self.times(1000), lambda client: None)

    def half_open(self):
        """Come and say nothing: they are held while others work."""
        held = [connected(self.ssh) for _ in range(self.times(500))]
        held += [connected(self.vty) for _ in range(self.times(300))]
        yield
        for client in held:
            client.close()

    def garbage(self):
        for port in (self.ssh, self.vty):
            many(port, self.times(1000), lambda client: send(client, CHANCE.randbytes(4000)))

    def garbage_behind_a_banner(self):
        many(self.ssh, self.times(500), lambda client: send(client, BANNER + CHANCE.randbytes(2000)))

    def long_banner(self):
        many(self.ssh, self.times(50), lambda client: send(client, b"SSH-2.0-" + b"x" * 100_000))

    def huge_packet(self):
        """Packets that claim lengths of all kinds, most of which never come."""
        for length in (0, 1, 35_000, 262_144, 0x7FFFFFFF, 0xFFFFFFFF):
            many(self.ssh, self.times(50),
                 lambda client, size=length: send(client, BANNER + struct.pack(">I", size) + b"\x14"))

    def half_a_handshake(self):
        """Its first packet is right as far as it goes."""
        first = BANNER + key_exchange()
        many(self.ssh, self.times(1000),
             lambda client: send(client, first[:CHANCE.randrange(len(BANNER), len(first) + 1)]))

    def gone_in_the_handshake(self):
        """By a real client whose connection breaks wherever it stands just then."""
        for number in range(self.times(200)):
            client = connected(self.ssh)
            transport = paramiko.Transport(client)
            with contextlib.suppress(Exception):
                transport.start_client(event=threading.Event())
                time.sleep(0.0005 * (number % 40))
            vanish(client)
            transport.close()

    def a_byte_now_and_then(self):
        """Slower than the time to log in allows: the server has sent them away."""
        clients = [connected(self.ssh, patience=0.01) for _ in range(self.times(200))]
        data = BANNER + CHANCE.randbytes(100)
        for at in range(8):
            for client in clients:
                send(client, data[at:at + 1], 0.01)
            yield
            time.sleep(0.2)
        for client in clients:
            client.close()

    def wrong_passwords(self):
        for _ in range(self.times(40)):
            transport = paramiko.Transport(connected(self.ssh))
            with contextlib.suppress(Exception):
                transport.start_client(timeout=20)
                for guess in range(10):
                    with contextlib.suppress(paramiko.AuthenticationException):
                        transport.auth_password("admin", f"guess{guess}")
            transport.close()

    def strange_logins(self):
        """Names that are none, devices that are none, dialogues answered wrongly."""
        names = ["", "+", "admin+", "+switch", "admin+nosuch", "a" * 30_000, "\0", "admin\r\n", "\xff"]
        answers = [[], [""], ["wrong"], ["wrong", "again"], ["a" * 30_000], ["x"] * 200]
        for _ in range(self.times(5)):
            for name in names:
                for answer in answers:
                    transport = paramiko.Transport(connected(self.ssh))
                    with contextlib.suppress(Exception):
                        transport.start_client(timeout=20)
                        with contextlib.suppress(paramiko.SSHException):
                            transport.auth_interactive(name, lambda *_: answer)
                        with contextlib.suppress(paramiko.SSHException):
                            transport.auth_password(name, "x" * 30_000, fallback=False)
                        transport.auth_none(name)
                    transport.close()

    def a_long_line(self):
        for way, port in (("ssh", self.ssh), ("vty", self.vty)):
            person = Person(port, way)
            person.channel.settimeout(2)
            with contextlib.suppress(OSError):
                for _ in range(self.times(100)):
                    person.channel.sendall(b"x" * 100_000)
                    with contextlib.suppress(OSError):
                        person.channel.settimeout(0.01)
                        person.channel.recv(1 << 20)
                    person.channel.settimeout(2)
                person.channel.sendall(b"\r")
            yield
            person.vanish()

    def never_reads(self):
        """Asks for ever more and takes nothing of it."""
        held = []
        for _ in range(self.times(10)):
            client = connected(self.vty, small=True)
            send(client, b"admin\radmin\rterminal length 0\r", 5)
            send(client, b"show running-config\r" * 20_000, 0.3)
            held.append(client)
        transport = logged_in(self.ssh)
        for _ in range(3):
            channel = transport.open_session(window_size=32_768)
            channel.invoke_shell()
            channel.settimeout(0.3)
            with contextlib.suppress(OSError):
                channel.sendall(b"terminal length 0\r")
                for _ in range(self.times(200)):
                    channel.sendall(b"show running-config\r" * 50)
        yield
        for client in held:
            vanish(client)
        transport.close()

    def no_window(self):
        """Commands whose answers never fit."""
        transport = logged_in(self.ssh)
        for _ in range(5):
            channel = transport.open_session(window_size=1, max_packet_size=1)
            channel.in_window_size = 0
            channel.exec_command("show running-config")
        yield
        transport.close()

    def many_channels(self):
        transport = logged_in(self.ssh)
        opened, refused = [], 0
        for _ in range(self.times(60)):
            try:
                opened.append(transport.open_session(timeout=10))
            except paramiko.SSHException:
                refused += 1
        assert len(opened) == min(10, self.times(60)), (len(opened), refused)
        yield
        transport.close()

    def window_sizes(self):
        transport = logged_in(self.ssh)
        channel = transport.open_session()
        channel.get_pty("vt100", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        channel.invoke_shell()
        channel.settimeout(5)
        sizes = [0, 1, 2, 511, 512, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
        for width in sizes:
            for length in sizes:
                channel.resize_pty(width, length)
                channel.sendall(b"show version\r\x03" + b"y" * 300 + b"\x15")
                with contextlib.suppress(OSError):
                    channel.settimeout(0.02)
                    channel.recv(1 << 20)
        yield
        transport.close()
        client = connected(self.vty)
        for size in (b"\0\0", b"\0\1", b"\xff\xff\xff\xff", b"\x7f\xff"):
            send(client, IAC + b"\xfa\x1f" + size * 2 + IAC + b"\xf0")
        vanish(client)

    def endless_option(self):
        client = connected(self.vty)
        send(client, IAC + b"\xfa\x1f" + b"\x50" * int(10_000_000 * self.scale), 5)
        yield
        client.close()

    def option_flood(self):
        for pattern in (b"\xfd\x01\xff\xfe\x01", b"\xfb\x1f\xff\xfc\x1f", b"\xf6", b"\xf4", b"\xf3"):
            client = connected(self.vty)
            send(client, (IAC + pattern) * int(300_000 * self.scale), 1)
            client.close()

    def returns(self):
        for way, port in (("ssh", self.ssh), ("vty", self.vty)):
            person = Person(port, way)
            person.channel.settimeout(1)
            for _ in range(self.times(50)):
                with contextlib.suppress(OSError):
                    person.channel.sendall(CHANCE.choice([b"\r", b"\n", b"\r\n", b"\r\0"]) * 5_000)
                with contextlib.suppress(OSError):
                    person.channel.recv(1 << 20)
            person.vanish()

    def questions(self):
        """Each key brings a screenful of help, and nobody reads it."""
        for way, port in (("ssh", self.ssh), ("vty", self.vty)):
            person = Person(port, way)
            person.type("terminal length 0")
            person.channel.settimeout(0.5)
            with contextlib.suppress(OSError):
                for _ in range(self.times(50)):
                    person.channel.sendall(b"?" * 16_000)
            yield
            person.vanish()

    def control_keys(self):
        person = Person(self.ssh)
        person.channel.settimeout(1)
        for _ in range(self.times(100)):
            with contextlib.suppress(OSError):
                person.channel.sendall(bytes(CHANCE.choices(range(32), k=2_000)) + b"\x1b[A?\t")
            with contextlib.suppress(OSError):
                person.channel.recv(1 << 20)
        person.vanish()

    def commands_one_after_another(self):
        transport = logged_in(self.ssh)
        for number in range(self.times(200)):
            channel = transport.open_session()
            channel.exec_command("show privilege")
            answer = b""
            while part := channel.recv(65536):
                answer += part
            assert answer == b"Current privilege level is 15\r\n", (number, answer)
            assert channel.recv_exit_status() == 0, number
            channel.close()
        transport.close()

    def commands_at_once(self):
        """As many as there are lines for, and some more, by connections that go in between."""
        for _ in range(self.times(20)):
            transport = logged_in(self.ssh)
            with contextlib.suppress(paramiko.SSHException, EOFError):
                for _ in range(8):
                    transport.open_session(timeout=5).exec_command("show running-config")
            vanish(transport.sock)
            transport.close()


ALL = [name for name in vars(Abuse) if not name.startswith("_") and name != "times"]


def at_work(serving, abuse, name, workers):
    begun, before = time.monotonic(), [worker.done for worker in workers]
    try:
        steps = getattr(abuse, name)()
        for _ in steps or ():
            for worker in workers:
                worker.more(2)
        for worker in workers:
            worker.more(2)
    except Exception:
        print(f"{name}:", "alive" if serving.alive() else f"gone: {serving.process.returncode}")
        raise
    assert serving.alive(), f"{name}: the server has gone"
    answers = [worker.done - count for worker, count in zip(workers, before)]
    print(f"{name}: {time.monotonic() - begun:.1f} s, the others got {answers} answers", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--scale", type=float, default=1, help="of the numbers, such as 0.05")
    parser.add_argument("--only", choices=ALL)
    parser.add_argument("--growth", type=int, default=3000, help="kilobytes that may stay")
    options = parser.parse_args()
    serving = Serving(options.program, str(LAB), "--pods", "2", "--ssh", "127.0.0.1:0", "--vty",
                      "127.0.0.1:0", "--max-sessions", "5000", "--max-per-address", "5000",
                      "--max-unread", "1000000", "--login-time", "2s")
    try:
        workers = [Worker(serving.port("ssh"), "ssh"), Worker(serving.port("vty"), "vty")]
        descriptors = serving.descriptors()
        for worker in workers:
            worker.start()
        names = [options.only] if options.only else ALL
        memory = []
        # The first round shows what a server needs at its worst; the others add nothing to it.
        for _ in range(3):
            for name in names:
                at_work(serving, Abuse(serving, options.scale), name, workers)
            memory.append(serving.settled(60, descriptors))
            assert serving.descriptors() == descriptors, \
                f"{serving.descriptors()} descriptors, {descriptors} before"
        for worker in workers:
            worker.over = True
            worker.join(30)
            assert not worker.wrong, worker.wrong
        print("memory after each round: " + ", ".join(f"{each} KB" for each in memory))
        # The heap has holes of another size each time, some megabytes of them; what is remembered
        # for good shows in every later round.
        assert min(memory[1:]) - memory[0] <= options.growth, "it grows"
        complaints = serving.complaints()
        assert not complaints, complaints[:5]
        print(f"drained in {serving.end():.1f} s; {sum(worker.done for worker in workers)} answers")
    finally:
        serving.kill()


if __name__ == "__main__":
    main()
