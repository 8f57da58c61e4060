"""netmiko: connect, enable, shows, a configuration, save, disconnect; every byte in a session log.

netmiko_check.py KIND PORT NAME [FACT=VALUE ...]; NAME is the device's hostname. Facts: `secret`
(none: an ASA's `login` instead of `enable`), `log`: where to write the session. netmiko gives
`login` a twentieth of a second when it is in a hurry, so there it is not.
"""
import sys

import netmiko

kind, port, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
facts = dict(fact.split("=", 1) for fact in sys.argv[4:])
ios = kind != "cisco_asa"

device = netmiko.ConnectHandler(
    device_type=kind, host="127.0.0.1", port=port, username="admin", password="cisco",
    secret=facts.get("secret", ""), fast_cli="secret" in facts, session_log=facts["log"])
device.enable()
prompt = device.find_prompt()
assert prompt == name + "#", prompt

assert "Version" in device.send_command("show version | include Version")
if "secret" not in facts:
    device.disconnect()
    sys.exit()

whole = device.send_command("show running-config")
assert whole.rstrip().endswith("end"), whole[-200:]
licences = device.send_command("show license all")
assert "Smart Licensing is ENABLED" in licences and "More" not in licences, licences
tech = device.send_command("show license tech support" if ios else "show tech-support license")
assert len(tech.splitlines()) > 20, tech

line = "banner motd ^Cnobody but us^C" if ios else "banner motd nobody but us"
configured = device.send_config_set([line, "logging buffered informational"],
                                    exit_config_mode=False)
assert "ERROR" not in configured and "% " not in configured, configured
assert device.check_config_mode()
device.exit_config_mode()
assert not device.check_config_mode()
assert "nobody but us" in device.send_command("show running-config | include nobody")
assert "[OK]" in device.save_config()
assert "nobody but us" in device.send_command("show startup-config | include nobody")
device.disconnect()

with open(facts["log"], encoding="utf-8") as log:
    text = log.read()
assert prompt in text and "Smart Licensing is ENABLED" in text
print("well", kind, prompt)
