"""The program leaves no core file and shows its memory to no other user, also where it is made to fail in the middle of a
request: so a crash keeps nothing either. The system's own settings are left as they are."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import search
from control import LEAKING
from house import PATIENCE, PROGRAM
from proof import Proof
from visitor import Visitor

NOBODY = 65_534
DEADLY = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGQUIT, signal.SIGKILL)


class Dumping(Proof):
    def setUp(self):
        super().setUp()
        # As large as an operator may have allowed: the program itself must see to it.
        before = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, before)
        self.cores_allowed = before[1] != 0

    def crash(self, server, number):
        """Ends it while half a request is in its hands; whether the system says that it dumped its memory."""
        visitor = Visitor(server, self.marks, f"crash-{number}")
        with visitor.connect() as connection:
            connection.sendall(visitor.request(body=visitor.body())[:-1])
            search.until(lambda: search.in_memory(self.marks.of(visitor.scene), server.process.pid), "half a request")
            # Not by way of subprocess, which does not hand on what the system said.
            os.kill(server.process.pid, number)
            _, status = os.waitpid(server.process.pid, 0)
            server.process.returncode = -number
        self.assertEqual(os.WTERMSIG(status), number)
        return os.WCOREDUMP(status)

    def test_crashing_leaves_nothing(self):
        pattern = Path("/proc/sys/kernel/core_pattern").read_text()
        for number in DEADLY:
            with self.subTest(number):
                server = self.serve()
                self.assertFalse(self.crash(server, number))
                self.assertEqual(list((self.folder / "run").iterdir()), [])
                self.assertEqual(search.in_files(self.marks.forms, self.folder), [])
        self.assertEqual(Path("/proc/sys/kernel/core_pattern").read_text(), pattern)

    def test_the_control_dumps(self):
        """The same program, but that it forgets to ask for none."""
        if not self.cores_allowed or Path("/proc/sys/kernel/core_pattern").read_text().startswith("|"):
            self.skipTest("the system does not let a program dump its memory here")
        self.set_environment(PASSERBY_LEAK="core")
        server = self.serve(program=LEAKING)
        self.assertTrue(self.crash(server, signal.SIGABRT))
        self.assertNotEqual(search.in_files(self.marks.forms, self.folder / "run"), [])

    def test_limits_and_who_may_look(self):
        server = self.serve()
        limits = Path(f"/proc/{server.process.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")

    def test_the_same_user_may_not_look(self):
        """As a user of its own, the memory of a process that is dumpable is open to that user's other processes."""
        for program, leak, may_look in ((PROGRAM, "none", False), (LEAKING, "core", True)):
            with self.subTest(program):
                self.set_environment(PASSERBY_LEAK=leak)
                self.assertEqual(self.look_as_nobody(program), may_look)

    def look_as_nobody(self, program):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(program, f"{folder}/passerby")
            shutil.copytree(self.folder / "rules", f"{folder}/rules")
            os.chmod(folder, 0o755)
            server = subprocess.Popen([f"{folder}/passerby", "serve", "--rules", f"{folder}/rules", "--listen", "127.0.0.1:0",
                                       "--admin", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True, user=NOBODY,
                                      group=NOBODY, extra_groups=[])
            self.addCleanup(server.stdout.close)
            self.assertIn("listening", server.stdout.readline())
            look = subprocess.run(["head", "-c1", f"/proc/{server.pid}/maps"], capture_output=True, user=NOBODY, group=NOBODY,
                                  extra_groups=[])
            server.terminate()
            server.wait(PATIENCE)
            return look.returncode == 0


