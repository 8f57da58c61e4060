#!/usr/bin/python3
"""Logs in as a person would, asks one command and prints its answer.

    status.py "show license status" ssh -p 2200 admin@127.0.0.1
    status.py "show license status" telnet 127.0.0.1 2300

NAME, PASSWORD and ENABLE in the environment are what is answered; admin, cisco and cisco else.
"""
import os
import sys

import pexpect

NAME = os.environ.get("NAME", "admin")
PASSWORD = os.environ.get("PASSWORD", "cisco")
ENABLE = os.environ.get("ENABLE", "cisco")
ENABLED = r"(?:^|[\r\n])[\w.-]+# ?$"

command, program = sys.argv[1], sys.argv[2:]
session = pexpect.spawn(program[0], program[1:], encoding="latin-1", timeout=20)
session.delaybeforesend = None
session.linesep = "\r"  # Enter, as a keyboard sends it

password = PASSWORD
while True:
    asked = session.expect([
        ENABLED, r"(?:^|[\r\n])[\w.-]+> ?$", r"(Username|login): $", r"[Pp]assword: $",
        r"RETURN to get started", r"continue connecting[^?]*\? $"])
    if asked == 0:
        break
    if asked == 1:
        password = ENABLE
    session.sendline(["", "enable", NAME, password, "", "yes"][asked])

# Each platform turns its pager off in its own way and refuses the others' without harm.
for line in ["terminal length 0", "terminal pager 0"]:
    session.sendline(line)
    session.expect(ENABLED)
session.sendline(command)
session.expect_exact(command + "\r\n")
session.expect(ENABLED)
print(session.before.replace("\r", ""))
session.sendline("exit")
session.expect([pexpect.EOF, r"> ?$", r"# ?$", r"login: $", r"RETURN to get started"])
