#!/usr/bin/python3
"""The devices of a running `understudy serve --ssh ... --ready-file FILE`, as Ansible's inventory.

UNDERSTUDY_READY names that file, `ready.json` in this directory else. Groups are the platforms:
`firewalls` (asa) and `switches` (iosxe); chassis have no modules of Ansible's that would fit.
"""
import json
import os

GROUPS = {"asa": ("firewalls", "cisco.asa.asa"), "iosxe": ("switches", "cisco.ios.ios")}
EVERYBODY = {
    "ansible_connection": "ansible.netcommon.network_cli",
    "ansible_network_cli_ssh_type": "paramiko",
    "ansible_user": "admin",
    "ansible_password": "cisco",
    "ansible_become": True,
    "ansible_become_method": "enable",
    "ansible_become_password": "cisco",
}

with open(os.environ.get("UNDERSTUDY_READY", "ready.json"), encoding="utf-8") as file:
    ready = json.load(file)

inventory = {group: {"hosts": [], "vars": {"ansible_network_os": system}}
             for group, system in GROUPS.values()}
inventory["all"] = {"vars": EVERYBODY}
inventory["_meta"] = {"hostvars": {}}
for number, pod in enumerate(ready["pods"]):
    for name, device in pod["devices"].items():
        if device["platform"] not in GROUPS:
            continue
        # Two labs, or two pods of one, may name a device alike.
        if name in inventory["_meta"]["hostvars"]:
            name = f"{name}-{number + 1}"
        inventory[GROUPS[device["platform"]][0]]["hosts"].append(name)
        inventory["_meta"]["hostvars"][name] = {
            "ansible_host": ready["host"], "ansible_port": device["ssh"]}
print(json.dumps(inventory, indent=2))
