"""A machine of its own under a real systemd: this one's files, read-only below a layer that is thrown away, with
process, network and control group namespaces that nobody else sees. It is up in less than a second.

Needs root and a kernel that lets it; `Machine.why_not()` says what is missing."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from house import until

SYSTEMD = "/lib/systemd/systemd"
# What a machine of an hour does not need, or would be done to this one.
MASKED = ("timers.target", "systemd-modules-load.service", "systemd-remount-fs.service", "systemd-sysctl.service",
          "systemd-update-utmp.service", "systemd-udevd.service", "e2scrub_reap.service", "getty.target")
BOOT = """\
set -e
base=$1
mount -t tmpfs -o mode=755 none "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mount -t overlay overlay -o lowerdir=/,upperdir="$base/upper",workdir="$base/work" "$base/root"
cd "$base/root"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p run/systemd/system
for unit in MASKED; do ln -s /dev/null "run/systemd/system/$unit"; done
ip link set lo up
mkdir old
pivot_root . old  # not chroot: within one there are no user namespaces
umount --lazy old
rmdir old
exec /usr/bin/env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD \\
    --system --unit=basic.target --log-target=journal --show-status=no
""".replace("MASKED", " ".join(MASKED)).replace("SYSTEMD", SYSTEMD)

# The same in short, for whether it may be done at all.
TRIAL = """
mount -t tmpfs none /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
mount -t cgroup2 cgroup2 /mnt/root/mnt
"""


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def control_groups():
    """Where the second version of control groups is mounted; None where it is not."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, folder, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(folder)
    return None


class Machine:
    @staticmethod
    def why_not():
        """None where a machine can be had."""
        if os.geteuid() != 0:
            return "only root may make namespaces"
        if not os.path.exists(SYSTEMD) or not shutil.which("ip") or not control_groups():
            return "systemd, ip or control groups are missing"
        tried = subprocess.run(["unshare", "--mount", "--pid", "--net", "--cgroup", "--fork", "sh", "-ec", TRIAL],
                               capture_output=True, text=True)
        return tried.stderr.strip() or None if tried.returncode else None

    def __init__(self):
        self.base = tempfile.mkdtemp(prefix="passerby-machine-")
        self.group = control_groups() / Path(self.base).name
        self.group.mkdir()

        def apart():
            (self.group / "cgroup.procs").write_text(str(os.getpid()))
            die_with_parent()

        self.said = open(self.base + ".said", "w+")
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup", "--fork", "--kill-child",
             "--propagation", "private", "bash", "-c", BOOT, "boot", self.base],
            stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said, preexec_fn=apart)
        try:
            self.first = until(self._first, "a first process")
            self.root = Path(f"/proc/{self.first}/root")
            until(lambda: self.run("systemctl is-active basic.target").stdout == "active\n", "the machine to be up")
        except AssertionError:
            told = Path(self.said.name).read_text()
            self.end()
            raise AssertionError(f"the machine did not start: {told}") from None

    def _first(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next((int(child) for child in children
                     if Path(f"/proc/{child}/cmdline").read_text().startswith(SYSTEMD)), None)

    def run(self, command, folder="/"):
        """A line of shell inside, as root."""
        return subprocess.run(["nsenter", "-t", str(self.first), "-a", "--root", f"--wd=/proc/{self.first}/root{folder}",
                               "sh", "-c", command], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)

    def end(self):
        if self.process.poll() is None:
            if getattr(self, "first", None):
                os.kill(self.first, signal.SIGKILL)  # and with it all of its namespace
            else:
                self.process.kill()
            self.process.wait(20)
        self.said.close()
        os.unlink(self.said.name)
        os.rmdir(self.base)
        self._leave_group()

    def _leave_group(self):
        for _ in range(200):
            try:
                for folder, _, _ in os.walk(self.group, topdown=False):
                    os.rmdir(folder)
                return
            except OSError:
                time.sleep(0.02)  # the last of its processes is on its way out
        raise AssertionError(f"{self.group} is still in use")
