"""What real clients do at the edges: edges_check.py PROGRAM [WORD...]

Terminals of no size or of another one, files by scp, forwarding, text pasted in one piece, users of a
chassis; OpenSSH, scp, telnet and, where it is installed, paramiko."""
import re
import socket
import subprocess

from openssh import (Served, at, denied, granted, make_key, only, run, run_checks, ssh, typed,
                     write)

ANYBODY = ("--ssh", "127.0.0.1:0", "--telnet", "127.0.0.1:0", "--ssh-anybody")


class Terminal:
    """A shell by paramiko in a terminal of a size of its own."""

    def __init__(self, port, width, height):
        import paramiko
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self.client.connect("127.0.0.1", port, "admin", "any", look_for_keys=False,
                            allow_agent=False, timeout=20)
        self.channel = self.client.invoke_shell(width=width, height=height)
        self.channel.settimeout(20)

    def until(self, ending):
        seen = ""
        while not re.search(ending + "$", seen):
            part = self.channel.recv(65536).decode()
            assert part, seen
            seen += part
        return seen

    def page(self, command):
        """The lines of its first page."""
        self.channel.sendall(command + "\r")
        page = self.until("--More-- ?")
        self.channel.sendall("q")
        self.until("# ?")
        return page.split("\r\n")[1:-1]


def has_paramiko():
    try:
        import paramiko
        return bool(paramiko.__version__)
    except ImportError:
        print("skipped: terminals of other sizes (apt-get install python3-paramiko)")
        return False


def check_terminals_of_any_size():
    if not has_paramiko():
        return
    with Served("iosxe/16.12", "fxos", *ANYBODY) as served:
        switch = Terminal(served.port("switch"), 0, 0)
        switch.until(">")
        switch.channel.sendall("enable\r")
        switch.until("#")
        assert len(switch.page("show version")) == 22  # one takes two rows
        switch.channel.resize_pty(120, 11)
        assert len(switch.page("show version")) == 10
        # A line beyond 80 columns is echoed as it was typed.
        long = "show version | include " + "x" * 80
        switch.channel.sendall(long + "\r")
        assert switch.until("#").startswith(long + "\r\n")
        # What was said by hand holds whatever becomes of the window.
        switch.channel.sendall("terminal length 0\r")
        switch.until("#")
        switch.channel.resize_pty(80, 12)
        switch.channel.sendall("show version\r")
        assert "--More--" not in switch.until("#")
        switch.client.close()
        chassis = Terminal(served.port("chassis", pod=1), 80, 7)
        chassis.until("# ")
        assert len(chassis.page("show license all")) == 7
        chassis.client.close()


def check_what_a_channel_asks_for_besides():
    if not has_paramiko():
        return
    import paramiko
    with Served("iosxe/16.12", *ANYBODY) as served:
        terminal = Terminal(served.port("switch"), 80, 24)
        transport = terminal.client.get_transport()
        for ask in (lambda channel: channel.request_x11(),
                    lambda channel: channel.invoke_subsystem("sftp")):
            try:
                ask(transport.open_session())
                raise AssertionError("granted")
            except paramiko.SSHException:
                pass
        channel = transport.open_session()
        channel.set_environment_variable("LANG", "zh_TW.UTF-8")
        channel.request_forward_agent(lambda *_: None)
        channel.exec_command("show clock")
        assert b"UTC" in channel.recv(1000)
        # Nothing of it has hurt the shell that was there.
        terminal.until(">")
        terminal.channel.sendall("show clock\r")
        assert "UTC" in terminal.until(">")
        terminal.client.close()


def check_files_by_scp_are_refused():
    with Served("iosxe/16.12", "asa/9.20.4", "fxos", *ANYBODY) as served:
        for pod, device in enumerate(("switch", "asa", "chassis")):
            port = str(served.port(device, pod=pod))
            common = ["-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o",
                      "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-P", port]
            there = "admin@127.0.0.1:flash:x"
            for way in (["-O"], []):
                for copied in ([write("file", "text"), there], [there, at("copy")]):
                    result = run("scp", *way, *common, *copied)
                    assert result.returncode != 0, result
                    assert ("Administratively disabled." in result.stderr) == (
                        way == ["-O"] and device == "switch"), result
            granted(ssh(served.port(device, pod=pod), "admin", "show clock"))


def check_users_of_a_chassis():
    key = make_key("chassis")
    with Served("fxos", "--ssh", "127.0.0.1:0", "--telnet", "127.0.0.1:0") as served:
        port, console = served.port("chassis"), served.port("chassis", "telnet")

        def typed_there(*lines):
            with socket.create_connection(("127.0.0.1", console), 10) as client:
                # Its end looks like nothing before it.
                text = "".join(line + "\r" for line in ("end", *lines, "top"))
                seen = typed(client, text.encode(), b"# top\r\nFPR4125-1# ").decode()
                assert "Invalid" not in seen and "Error" not in seen, seen
                return seen
        # Text of many lines in one piece, behind a question that takes them.
        typed_there("scope security", "create local-user dan", "set password s3cretPass1",
                    "set sshkey " + key, "commit-buffer", "up", "scope banner",
                    "create pre-login-banner", "set message", "Members only.", "All is logged.",
                    "ENDOFBUF", "commit-buffer")
        by_key = {"keys": ["chassis"], "options": [*only("publickey"), "LogLevel=INFO"]}
        by_word = {"password": "s3cretPass1", "options": only("password")}
        shown = granted(ssh(port, "dan", "show clock", **by_key))
        assert "Members only.\nAll is logged." in shown.stderr.replace("\r", ""), shown
        granted(ssh(port, "dan", "show clock", **by_word))
        denied(ssh(port, "dan", "show clock", password="wrong", options=only("password")),
               "Permission denied")
        typed_there("scope security", "scope local-user dan", "set account-status inactive",
                    "commit-buffer")
        denied(ssh(port, "dan", "show clock", **by_key), "Permission denied")
        denied(ssh(port, "dan", "show clock", **by_word), "Permission denied")
        typed_there("scope security", "scope local-user dan", "set account-status active",
                    "commit-buffer", "up", "set max-login-attempts 2", "commit-buffer")
        for _ in range(2):
            denied(ssh(port, "dan", "show clock", password="wrong",
                       options=[*only("password"), "NumberOfPasswordPrompts=1"]),
                   "Permission denied")
        denied(ssh(port, "dan", "show clock", **by_word), "Permission denied")
        seen = typed_there("scope security", "scope local-user dan", "show detail",
                           "clear lock-status", "show detail")
        assert "lock status: Locked" in seen and "lock status: Not Locked" in seen, seen
        granted(ssh(port, "dan", "show clock", **by_word))


def check_a_console_by_hand():
    """As `nc` has it: lines end in LF, the offer of options stands in front and is not answered."""
    with Served("iosxe/16.12", *ANYBODY) as served:
        with socket.create_connection(("127.0.0.1", served.port("switch", "telnet")), 10) as nc:
            assert nc.recv(9) == bytes([255, 251, 1, 255, 251, 3, 255, 253, 31])
            assert b"UTC" in typed(nc, b"\nenable\nshow clock\n", b"UTC")


def check_telnet_in_line_mode():
    with Served("iosxe/16.12", *ANYBODY) as served:
        telnet = subprocess.Popen(["expect", "-f", "-"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        seen, _ = telnet.communicate(
            "set timeout 10\nspawn telnet 127.0.0.1 %d\nexpect Escape\nsend \\x1d\n"
            "expect telnet>\nsend \"mode line\\r\"\nsleep 0.5\nsend \"\\r\"\nexpect Switch>\n"
            "send \"show clock\\r\"\nexpect UTC\nsend \\x1d\nexpect telnet>\nsend \"quit\\r\"\n"
            "expect eof\n" % served.port("switch", "telnet"), timeout=60)
        assert "UTC" in seen, seen


run_checks(globals())
