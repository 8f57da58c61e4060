"""A server as one writes it with paramiko: anybody gets in, every answer is the same text.

    peer_paramiko.py FILE KEY    prints its port, serves 127.0.0.1 until standard input ends
"""
import os
import pathlib
import socket
import sys
import threading

import paramiko

ANSWER = pathlib.Path(sys.argv[1]).read_bytes()
PROMPT = b"peer#"
KEY = paramiko.Ed25519Key.from_private_key_file(sys.argv[2])


class Everybody(paramiko.ServerInterface):
    def check_auth_password(self, username, password):
        return paramiko.AUTH_SUCCESSFUL

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED

    def check_channel_pty_request(self, *_):
        return True

    def check_channel_shell_request(self, channel):
        threading.Thread(target=shell, args=(channel,), daemon=True).start()
        return True

    def check_channel_exec_request(self, channel, command):
        threading.Thread(target=command_of, args=(channel,), daemon=True).start()
        return True


def shell(channel):
    channel.sendall(PROMPT)
    while typed := channel.recv(4096):
        channel.sendall(typed.count(b"\r") * (b"\r\n" + ANSWER + PROMPT))


def command_of(channel):
    channel.sendall(ANSWER)
    channel.send_exit_status(0)
    channel.close()


def visit(client):
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    transport = paramiko.Transport(client)
    transport.add_server_key(KEY)
    try:
        transport.start_server(server=Everybody())
    except (paramiko.SSHException, EOFError):
        transport.close()


def main():
    door = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(door.getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    while True:
        client, _ = door.accept()
        threading.Thread(target=visit, args=(client,), daemon=True).start()


main()
