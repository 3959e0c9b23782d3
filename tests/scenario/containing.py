"""The image of deploy/Containerfile: what it is made of; and, with PASSERBY_LONG=1, built by buildah from fetched
packages, looked into, and run as an engine would run it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unittest
from pathlib import Path

from house import PROGRAM, ROOT, Scenario, until
from machine import die_with_parent

WORK = ROOT / "build/container"
TOOLS = ROOT / "tests/container"


class WhatItIsMadeOf(Scenario):
    def test_what_is_copied_is_enough_to_build_from(self):
        copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (ROOT / "deploy/Containerfile").read_text(), re.MULTILINE)
        for source in " ".join(copied).split():
            target = self.folder / source
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, target)
        done = subprocess.run(["cmake", "--preset", "release", "-Wno-dev"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_is_gathered_runs_by_itself(self):
        image = self.folder / "image"
        subprocess.run(["bash", "deploy/gather.sh", PROGRAM, str(image)], cwd=ROOT, check=True)
        known = {path.name for path in (image / "var/lib/dpkg/status.d").iterdir()}
        self.assertLess({"libc6", "libssl3", "libstdc++6", "tzdata"}, known)
        if os.geteuid() != 0:
            self.skipTest("only root may enter it")
        shutil.copytree(ROOT / "rules/examples/news", image / "rules", dirs_exist_ok=True)
        for command in (["--version"], ["check", "/rules"]):
            done = subprocess.run(["chroot", str(image), "/usr/bin/passerby", *command], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)


class TheImage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.environ.get("PASSERBY_LONG") != "1":
            raise unittest.SkipTest("takes a quarter of an hour: PASSERBY_LONG=1")
        if os.geteuid() != 0:
            raise unittest.SkipTest("only root may build without an engine")
        WORK.mkdir(parents=True, exist_ok=True)
        subprocess.run(["bash", str(TOOLS / "run.sh"), str(WORK)], check=True, stdout=sys.stderr)
        cls.image = WORK / "image"
        cls.config = json.loads((WORK / "image.json").read_text())["OCIv1"]["config"]

    def test_it_says_how_it_is_run(self):
        self.assertEqual(self.config["Entrypoint"] + self.config["Cmd"], ["/usr/bin/passerby", "serve"])
        self.assertNotEqual(int(self.config["User"].split(":")[0]), 0)
        self.assertEqual(self.config["StopSignal"], "SIGTERM")

    def test_it_holds_the_program_and_what_it_needs(self):
        files = [path.relative_to(self.image) for path in self.image.glob("**/*") if path.is_file()]
        programs = {str(path) for path in files if os.access(self.image / path, os.X_OK)
                    and not re.search(r"\.so(\.|$)", path.name)}
        self.assertEqual(programs, {"usr/bin/passerby"})  # no shell, no package manager
        self.assertLess(sum((self.image / path).stat().st_size for path in files), 25 << 20)
        known = {path.name for path in files if path.parent == Path("var/lib/dpkg/status.d")}
        self.assertLess({"libc6", "libssl3", "libstdc++6", "tzdata"}, known)
        privileged = [path for path in files if (self.image / path).stat().st_mode & 0o6000]
        self.assertEqual(privileged, [])

    def start(self, *variables):
        process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child", sys.executable,
             str(TOOLS / "enter.py"), str(self.image), str(WORK / "image.json"), str(ROOT / "rules/examples/news"),
             *variables], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertIn("0.0.0.0:8080 (public)", process.stdout.readline())
        return process, int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text())

    def test_it_runs_without_rights_on_a_read_only_root(self):
        process, inside = self.start()
        status = dict(re.findall(r"^(\w+):\s*(.*)$", Path(f"/proc/{inside}/status").read_text(), re.MULTILINE))
        self.assertEqual(status["Uid"].split(), [self.config["User"].split(":")[0]] * 4)
        self.assertEqual((int(status["CapEff"], 16), int(status["CapBnd"], 16), status["NoNewPrivs"]), (0, 0, "1"))
        root = next(line for line in Path(f"/proc/{inside}/mounts").read_text().splitlines() if line.split()[1] == "/")
        self.assertIn("ro", root.split()[3].split(","))
        probe = ["nsenter", "-t", str(inside), "--net", "curl", "--fail", "--silent"]
        ready = subprocess.run([*probe, "http://127.0.0.1:8080/readyz"], capture_output=True, text=True)
        self.assertEqual(json.loads(ready.stdout)["ready"], True)
        told = subprocess.run([*probe, "http://127.0.0.1:8080/v1/decide", "--data", '{"slots": ["lead"]}'],
                              capture_output=True, text=True)
        self.assertTrue(json.loads(told.stdout)["decisions"]["lead"])
        os.kill(inside, signal.SIGTERM)
        until(lambda: process.poll() is not None, "its end")
        self.assertEqual(process.returncode, 0)

    def test_its_variables_are_its_configuration(self):
        process, inside = self.start("PASSERBY_LIMITS_DRAIN_DELAY=60s")
        os.kill(inside, signal.SIGTERM)
        probe = ["nsenter", "-t", str(inside), "--net", "curl", "--silent", "http://127.0.0.1:8080/readyz"]
        until(lambda: '"draining":true' in subprocess.run(probe, capture_output=True, text=True).stdout, "a drain")
        self.assertIsNone(process.poll())  # still there for those who have not noticed
        os.kill(inside, signal.SIGTERM)
        until(lambda: process.poll() is not None, "its end")


if __name__ == "__main__":
    unittest.main()
