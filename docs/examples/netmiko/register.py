#!/usr/bin/python3
"""Registers a device with netmiko and waits until the License Authority has authorized it.

    register.py cisco_asa 2200 BRANCH "license smart" "feature tier standard"
    register.py cisco_ios 2202 BRANCH

The first words are netmiko's device type, the port and the token; the rest, lines to configure.
"""
import sys
import time

import netmiko

kind, port, token, lines = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
device = netmiko.ConnectHandler(
    device_type=kind, host="127.0.0.1", port=port, username="admin", password="cisco",
    secret="cisco", fast_cli=True)
device.enable()
if lines:
    print(device.send_config_set(lines))
    print(device.save_config())

if "Status: REGISTERED" not in device.send_command("show license status"):
    print(device.send_command(f"license smart register idtoken {token}"))
for _ in range(60):
    if "Status: AUTHORIZED" in device.send_command("show license status"):
        break
    time.sleep(2)
else:
    sys.exit(f"{device.find_prompt()} is not authorized")
print(device.send_command("show license summary"))
device.disconnect()
