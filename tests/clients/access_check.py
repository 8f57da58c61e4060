"""Who gets in by SSH and Telnet, and how: access_check.py PROGRAM [WORD...]"""
import json
import os
import re
import socket
import stat
import subprocess
import time

from openssh import (Served, at, denied, granted, logged, make_key, only, program, run, run_checks,
                     ssh, typed, write)

LAB = """\
devices:
  - {{name: edge, profile: iosxe/16.12, serial: FOC1, startup: "{startup}"}}
  - {{name: wall, profile: asa/9.20.4, serial: 9A1}}
access:
  users:
    - {{name: ann, password: s3cret}}
    - name: bob
      keys: ["{key}"]
  ssh_versions: {{edge: Cisco-2.0}}
"""


def lab(startup="hostname edge"):
    if not os.path.exists(at("mine")):
        make_key("mine")
        make_key("other")
    with open(at("mine.pub"), encoding="utf-8") as file:
        return write("lab.yaml", LAB.format(startup=startup, key=file.read().strip()))


def check_ways_in():
    with Served(lab(), "--ssh", "127.0.0.1:0") as served:
        port = served.port("edge")
        granted(ssh(port, "ann", "show clock", password="s3cret", options=only("password")))
        granted(ssh(port, "ann", "show clock", password="s3cret",
                    options=only("keyboard-interactive")))
        with open(at("asked"), encoding="utf-8") as file:
            assert file.read().strip().endswith("Password:")
        granted(ssh(port, "bob", "show clock", keys=["mine"], options=only("publickey")))
        granted(ssh(port, "bob", "show clock", keys=["other", "mine"], options=only("publickey")))
        every = "Permission denied (publickey,keyboard-interactive,password)"
        denied(ssh(port, "ann", "show clock", password="wrong", options=only("password")), every)
        denied(ssh(port, "ann", "show clock", keys=["mine"], options=only("publickey")), every)
        denied(ssh(port, "bob", "show clock", keys=["other"], options=only("publickey")), every)
        denied(ssh(port, "bob", "show clock", password="", options=only("password")), every)
        denied(ssh(port, "ann", "show clock", options=only("none")), every)
        # The user is one of the lab's, and the device's line knows them.
        shown = ssh(port, "ann", "show users", password="s3cret", options=only("password"))
        assert shown.returncode == 0 and "ann" in shown.stdout, shown
    assert "s3cret" not in served.log and "wrong" not in served.log.replace("wrong name", "")
    assert served.log.count("login failed") >= 2


def check_names_devices_and_pods():
    with Served(lab(), "--pods", "2", "--ssh", "127.0.0.1:0", "--one-port",
                "--role", "learner") as served:
        port = served.port("edge")
        assert {served.port(device, pod=pod) for device in ("edge", "wall") for pod in (0, 1)} == {
            port}

        def hostname(user):
            return ssh(port, user, "show version", password="s3cret", options=only("password"))
        serials = []
        for user in ("ann+edge", "ann+edge.1", "ann+edge.2"):
            shown = hostname(user)
            assert shown.returncode == 0 and "IOS XE Software" in shown.stdout, shown
            serials.append(re.search(r"Processor board ID (\S+)", shown.stdout).group(1))
        assert serials[0] == serials[1]
        assert "Adaptive Security Appliance" in hostname("ann+wall.2").stdout
        for user in ("ann", "ann+", "ann+nobody", "ann+edge.3", "ann+edge.0", "ann+edge.x", "+edge"):
            denied(hostname(user), "Permission denied")
    assert "device=wall" in served.log
    assert "no such device" in served.log


def check_without_one_port_a_name_leads_through_its_lab():
    with Served(lab(), "--ssh", "127.0.0.1:0") as served:
        shown = ssh(served.port("edge"), "ann+wall", "show version", password="s3cret")
        assert "Adaptive Security Appliance" in shown.stdout, shown
        denied(ssh(served.port("edge"), "ann+moat", "show version", password="s3cret"),
               "Permission denied")


def check_keys_and_banner_of_the_device():
    lab()
    key = run("ssh-keygen", "-l", "-E", "md5", "-f", at("mine.pub")).stdout.split()[1][4:]
    with open(at("mine.pub"), encoding="utf-8") as file:
        whole = file.read().split()[1]
    switch = ["username dan privilege 15 secret x", "ip ssh pubkey-chain", " username dan",
              "  key-hash ssh-ed25519 " + key.replace(":", "").upper(),
              "banner login ^CKeep out.^C", "line vty 0 4", " login local"]
    wall = ["username dan password secret99", "username dan attributes",
            " ssh authentication publickey " + whole]
    devices = "devices:\n"
    for name, profile, lines in (("edge", "iosxe/16.12", switch), ("wall", "asa/9.20.4", wall)):
        devices += "  - {{name: {}, profile: {}, serial: S{}, startup: {}}}\n".format(
            name, profile, name, json.dumps("\n".join(lines) + "\n"))
    with Served(write("own.yaml", devices), "--ssh", "127.0.0.1:0") as served:
        for device in ("edge", "wall"):
            port = served.port(device)
            mine = ssh(port, "dan", "show clock", keys=["mine"],
                       options=[*only("publickey"), "LogLevel=INFO"])
            granted(mine)
            assert ("Keep out." in mine.stderr) == (device == "edge"), mine
            denied(ssh(port, "dan", "show clock", keys=["other"], options=only("publickey")),
                   "Permission denied")
            denied(ssh(port, "eve", "show clock", keys=["mine"], options=only("publickey")),
                   "Permission denied")


def check_what_a_server_calls_itself():
    with Served(lab(), "--ssh", "127.0.0.1:0") as served:
        for device, version in (("edge", b"SSH-2.0-Cisco-2.0\r\n"),
                                ("wall", b"SSH-2.0-Cisco-1.25\r\n")):
            with socket.create_connection(("127.0.0.1", served.port(device)), 10) as client:
                assert client.recv(100) == version


def check_algorithms_of_long_ago():
    old = [("diffie-hellman-group14-sha1", "aes128-cbc"), ("diffie-hellman-group1-sha1", "3des-cbc")]
    for allowed in (True, False):
        more = ["--legacy-algorithms"] if allowed else []
        with Served(lab(), "--ssh", "127.0.0.1:0", *more) as served:
            for exchange, cipher in old:
                result = ssh(served.port("edge"), "ann", "show clock", password="s3cret",
                             options=["KexAlgorithms=" + exchange, "HostKeyAlgorithms=ssh-rsa",
                                      "Ciphers=" + cipher, "MACs=hmac-sha1"])
                if allowed:
                    granted(result)
                else:
                    assert result.returncode == 255 and not result.stdout, result
            granted(ssh(served.port("edge"), "ann", "show clock", password="s3cret"))
            assert allowed or logged("limit=legacy-algorithms", 2)


def check_what_is_refused_as_a_device_would():
    with Served(lab(), "--ssh", "127.0.0.1:0") as served:
        port = served.port("edge")

        def asked(*words, before=(), options=(), stdin=""):
            return ssh(port, "ann", *words, password="s3cret", before=before, options=options,
                       stdin=stdin)
        denied(asked("sftp", before=["-s"]), "subsystem request failed")
        forwards = asked("show clock", before=["-A", "-R", "9998:localhost:1"],
                         options=["ExitOnForwardFailure=no", "LogLevel=INFO"])
        granted(forwards)
        assert "remote port forwarding failed" in forwards.stderr, forwards
        assert asked("show clock", options=["ExitOnForwardFailure=yes"],
                     before=["-R", "9998:localhost:1"]).returncode == 255
        denied(asked(before=["-W", "localhost:1"]), "forwarding failed")
        granted(asked("show clock", options=["SetEnv=LANG=zh_TW FOO=bar"]))


def check_several_channels_and_new_keys():
    with Served(lab(), "--ssh", "127.0.0.1:0") as served:
        port = served.port("edge")
        control = ["-S", at("control")]
        master = subprocess.Popen(
            ["ssh", "-F", "/dev/null", "-p", str(port), "-M", *control, "-N", "-o",
             "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
             "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "RekeyLimit=16K", "-i", at("mine"),
             "bob@127.0.0.1"], stderr=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.exists(at("control")):
                break
            time.sleep(0.05)
        many = "terminal length 0\n" + "show version\n" * 200
        shells = [subprocess.Popen(["ssh", "-F", "/dev/null", "-T", *control, "bob@127.0.0.1"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                  for _ in range(3)]
        commands = [ssh(port, "bob", "show clock", before=control) for _ in range(3)]
        for shell in shells:
            seen, _ = shell.communicate(many, timeout=120)
            assert seen.count(">show version") == 200 and shell.returncode == 0, seen[-500:]
        for command in commands:
            granted(command)
        run("ssh", "-F", "/dev/null", *control, "-O", "exit", "x@127.0.0.1")
        master.wait(10)


def check_so_many_attempts_and_so_much_time():
    with Served(lab(), "--ssh", "127.0.0.1:0", "--login-attempts", "2") as served:
        result = ssh(served.port("edge"), "ann", "show clock", password="wrong",
                     options=[*only("password"), "NumberOfPasswordPrompts=5"])
        assert result.returncode == 255, result
        with open(at("asked"), encoding="utf-8") as file:
            assert 2 <= len(file.readlines()) <= 3  # the last before it sees the end
    assert "limit=login-attempts" in served.log, served.log
    with Served(lab(), "--ssh", "127.0.0.1:0", "--telnet", "127.0.0.1:0",
                "--login-time", "1s") as served:
        for way in ("ssh", "telnet"):
            with socket.create_connection(("127.0.0.1", served.port("edge", way)), 10) as client:
                began = time.monotonic()
                while client.recv(1000):
                    pass
                assert 0.5 < time.monotonic() - began < 10
    assert served.log.count("limit=login-time") == 2, served.log


def check_the_console_by_telnet_asks_first():
    with Served(lab(), "--telnet", "127.0.0.1:0", "--login-attempts", "2") as served:
        def come():
            return socket.create_connection(("127.0.0.1", served.port("edge", "telnet")), 10)
        with come() as client:
            assert typed(client, b"", b"Username: ") == b"Username: "
            assert typed(client, b"ann\r\n", b"Password: ") == b"ann\r\nPassword: "
            assert typed(client, b"wrong\r\n", b"Username: ") == (
                b"\r\n@# name or password is wrong\r\nUsername: ")
            assert typed(client, b"ann\r\0s3cret\r\0\r\0", b"edge>").endswith(b"edge>")
        with come() as client:
            seen = typed(client, b"bob\r\n\r\nbob\r\nx\r\nenable\r\n", b"never")
            assert seen.endswith(b"@# too many attempts to log in\r\n") and b"edge" not in seen, seen
    assert "s3cret" not in served.log
    assert "user ann" in served.log or "user=ann" in served.log


def check_a_file_of_credentials_for_a_profile():
    users = write("people.yaml", "users:\n  - {name: cee, password: hunter2}\n")
    with Served("iosxe/16.12", "--ssh", "127.0.0.1:0", "--access", users) as served:
        granted(ssh(served.port("switch"), "cee", "show clock", password="hunter2"))
        denied(ssh(served.port("switch"), "ann", "show clock", password="s3cret"),
               "Permission denied")
    bad = write("people.yaml", "users:\n  - {name: cee}\n")
    result = run(program, "serve", "asa", "--ssh", "127.0.0.1:0", "--access", bad)
    assert result.returncode == 2, result
    assert result.stderr == "understudy: " + bad + ":2:5: a user needs a password or a key\n", result


def check_host_keys_are_kept():
    keys = {}
    for _ in range(2):
        with Served(lab(), "--ssh", "127.0.0.1:0", "--state", at("state")) as served:
            shown = run("ssh-keyscan", "-p", str(served.port("edge")), "127.0.0.1").stdout
            kinds = {line.split()[1]: line.split()[2] for line in shown.splitlines()
                     if not line.startswith("#")}
            assert set(kinds) == {"ssh-rsa", "ssh-ed25519"}, shown
            assert not keys or keys == kinds
            keys = kinds
    for kind in ("rsa", "ed25519"):
        file = at("state/host-keys/ssh_host_" + kind + "_key")
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
        with open(file, encoding="utf-8") as stream:
            whole = stream.read()
        for damage, mode, why in ((whole[:100], 0o600, "no private key"),
                                  (whole, 0o644, "others may read it")):
            with open(file, "w", encoding="utf-8") as stream:
                stream.write(damage)
            os.chmod(file, mode)
            result = run(program, "serve", lab(), "--ssh", "127.0.0.1:0", "--state", at("state"))
            assert result.returncode == 2, result
            assert result.stderr.startswith("understudy: " + file + ": ") and why in result.stderr, result.stderr
            with open(file, encoding="utf-8") as stream:
                assert stream.read() == damage
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(whole)
        os.chmod(file, 0o600)


def check_strangers_are_not_served_without_credentials():
    for where in ("0.0.0.0:0", "[::]:0", "192.0.2.1:0"):
        for way in ("--ssh", "--telnet", "--vty"):
            result = run(program, "serve", "asa", way, where)
            assert result.returncode == 2 and "can be reached from elsewhere" in result.stderr, result
    result = run(program, "serve", lab(), "asa", "--ssh", "0.0.0.0:0")
    assert result.returncode == 2 and "asa does not say who may come in" in result.stderr, result
    result = run(program, "serve", lab(), "--ssh", "0.0.0.0:0", "--ssh-anybody")
    assert result.returncode == 2 and "--ssh-anybody" in result.stderr, result


run_checks(globals())
