"""netmiko's drivers without a device of their own, at a chassis: scopes, a long answer, a refusal."""
import sys

import netmiko

kind, port = sys.argv[1], int(sys.argv[2])
device = netmiko.ConnectHandler(
    device_type=kind, host="127.0.0.1", port=port, username="admin", password="cisco",
    fast_cli=True)
device.disable_paging(command="terminal length 0")
name = device.find_prompt()
assert name.endswith("#"), name
device.send_command("scope license", expect_string=r"/license # $")
assert device.find_prompt().endswith("/license #")
whole = device.send_command("show license all", expect_string=r"/license # $")
assert "Smart Licensing is ENABLED" in whole and "More" not in whole, whole
device.send_command("top", expect_string=r"# $")
assert device.find_prompt() == name
device.disconnect()
print("well", kind, name)
