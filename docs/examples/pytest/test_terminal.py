"""No network needed: pexpect at the terminal of `understudy run`."""
import os

import pexpect

PROGRAM = os.environ.get("UNDERSTUDY", "understudy")


def test_enable_on_a_switch():
    switch = pexpect.spawn(PROGRAM, ["run", "iosxe/16.12"], encoding="utf-8", timeout=10)
    switch.expect("Switch>")
    switch.sendline("enable")
    switch.expect("Switch#")
    switch.sendline("terminal length 0")
    switch.expect("Switch#")
    switch.sendline("show license summary | include Status:")
    switch.expect("Status: UNREGISTERED")
    switch.expect("Switch#")
    switch.sendline("@quit")
    switch.expect(pexpect.EOF)
    switch.close()
    assert switch.exitstatus == 0
