"""Becomes the process of an image, as an engine would with a read-only root and every capability dropped:

    unshare --mount --pid --net --fork enter.py IMAGE IMAGE.json RULES [NAME=VALUE…]"""

import ctypes
import json
import os
import subprocess
import sys

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38


def mount(*words):
    subprocess.run(["mount", *words], check=True)


image, description, rules, *variables = sys.argv[1:]
with open(description) as file:
    config = json.load(file)["OCIv1"]["config"]
mount("--make-rprivate", "/")
mount("--bind", image, image)
mount("--bind", rules, f"{image}/rules")
mount("-o", "remount,bind,ro", image)
mount("-o", "remount,bind,ro", f"{image}/rules")
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
os.chroot(image)
os.chdir("/")
libc = ctypes.CDLL(None)
for capability in range(64):
    libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
user, group = map(int, config["User"].split(":"))
os.setgroups([])
os.setgid(group)
os.setuid(user)
environment = dict(variable.split("=", 1) for variable in [*config["Env"], *variables])
command = [*config["Entrypoint"], *config["Cmd"]]
os.execve(command[0], command, environment)
