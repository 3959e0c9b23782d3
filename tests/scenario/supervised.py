"""What systemd is told, by a socket that stands in for it; a real systemd runs the unit in `deploying`."""

import ctypes
import os
import signal
import socket
import unittest
from pathlib import Path

from house import RULES, Scenario, until

PTRACE_DETACH, PTRACE_SEIZE, PTRACE_INTERRUPT = 17, 0x4206, 0x4207


class Supervised(Scenario):
    def setUp(self):
        super().setUp()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.bind(str(self.folder / "notify"))
        self.socket.settimeout(20)

    def start(self, **environment):
        os.environ.update(environment, NOTIFY_SOCKET=str(self.folder / "notify"))
        try:
            return self.serve()
        finally:
            for name in (*environment, "NOTIFY_SOCKET"):
                del os.environ[name]

    def heard(self):
        lines = self.socket.recv(4096).decode().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def test_ready_reloading_and_stopping(self):
        server = self.start()
        ready = self.heard()
        revision = server.ready()[1]["rules"]["revision"][:12]
        self.assertEqual(ready, {"READY": "1", "STATUS": f"1 rules in force, revision {revision}"})
        server.tell(signal.SIGHUP)
        self.assertGreater(int(self.heard()["MONOTONIC_USEC"]), 0)
        self.assertEqual(self.heard(), ready)
        server.tell(signal.SIGTERM)
        self.assertEqual(self.heard(), {"STOPPING": "1", "STATUS": "draining"})
        self.assertEqual(server.end(), 0)
        self.socket.setblocking(False)
        with self.assertRaises(BlockingIOError):
            self.heard()  # nobody asked for a watchdog

    def test_refused_rules_are_told_and_a_name_cannot_say_more(self):
        server = self.start()
        self.heard()
        (server.rules / "b\nMAINPID=1.yaml").write_text(RULES + "    wieght: 3\n")
        told = self.heard()
        self.assertEqual(list(told), ["READY", "STATUS"])
        self.assertIn("; newer ones REFUSED (", told["STATUS"])
        self.assertEqual(server.metric("passerby_reload_refused"), 1)
        (server.rules / "b\nMAINPID=1.yaml").unlink()
        self.assertNotIn("REFUSED", self.heard()["STATUS"])
        self.assertEqual(server.metric("passerby_reload_refused"), 0)

    def test_a_name_that_is_no_file(self):
        self.socket.close()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.bind("\0" + self.folder.name)
        self.socket.settimeout(20)
        os.environ["NOTIFY_SOCKET"] = "@" + self.folder.name
        self.addCleanup(os.environ.pop, "NOTIFY_SOCKET")
        self.serve()
        self.assertIn("READY", self.heard())

    def test_nobody_there(self):
        self.socket.close()
        self.assertEqual(self.start().shown(), ["sports"])

    def test_alive_while_every_worker_answers(self):
        server = self.start(WATCHDOG_USEC="400000")
        self.heard()
        for _ in range(3):
            self.assertEqual(self.heard(), {"WATCHDOG": "1"})
        with Held(worker_of(server)):
            self.socket.settimeout(0.8)  # twice as long as systemd would wait
            with self.assertRaises(TimeoutError):
                for _ in range(9):  # what was on its way
                    self.heard()
        self.socket.settimeout(20)
        self.assertEqual(self.heard(), {"WATCHDOG": "1"})

    def test_a_parents_watchdog_is_not_ours(self):
        self.start(WATCHDOG_USEC="100000", WATCHDOG_PID="1")
        self.heard()
        self.socket.settimeout(0.5)
        with self.assertRaises(TimeoutError):
            self.heard()


def worker_of(server):
    """A thread that serves: one that waits for its sockets and is not the first, which has the signals."""
    def waits(thread):
        return "epoll" in Path(f"/proc/{server.process.pid}/task/{thread}/wchan").read_text()
    threads = os.listdir(f"/proc/{server.process.pid}/task")
    return until(lambda: next((int(thread) for thread in threads
                               if int(thread) != server.process.pid and waits(thread)), None), "a worker at rest")


class Held:
    """One thread of another process, stopped as a debugger would."""

    def __init__(self, thread):
        self.thread = thread
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

    def ask(self, request):
        if self.libc.ptrace(request, self.thread, None, None) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def __enter__(self):
        try:
            self.ask(PTRACE_SEIZE)
        except PermissionError as error:
            raise unittest.SkipTest("may not hold a thread of another process") from error
        self.ask(PTRACE_INTERRUPT)
        os.waitpid(self.thread, 0x40000000)  # __WALL

    def __exit__(self, *_):
        self.ask(PTRACE_DETACH)


if __name__ == "__main__":
    unittest.main()
