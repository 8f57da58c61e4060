"""netmiko: connect, enable, a show, a configuration, save, disconnect."""
import sys

import netmiko

kind, port = sys.argv[1], int(sys.argv[2])
device = netmiko.ConnectHandler(
    device_type=kind, host="127.0.0.1", port=port, username="admin", password="any",
    secret="cisco", fast_cli=True)
device.enable()
assert device.find_prompt().endswith("#")
assert "Version" in device.send_command("show version | include Version")
line = "banner motd ^hello^" if "ios" in kind else "logging enable"
configured = device.send_config_set([line])
assert "ERROR" not in configured and "%" not in configured.replace("%SYS", ""), configured
assert "[OK]" in device.save_config()
device.disconnect()
print("well", kind)
