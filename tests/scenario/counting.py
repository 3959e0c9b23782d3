"""What a request costs in system calls, counted by strace on the thread that serves: nothing is timed, so a busy machine
changes nothing.

Counted is every call of that thread from its first receive to its last send, but for waits that ended because a tick was
due, which come four times a second whatever is asked. PASSERBY_LONG=1 asks more often."""

import json
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path

from house import ROOT, Scenario, read_answer, until

GENERATOR = os.environ.get("PASSERBY_LOAD", str(ROOT / "build/dev/passerby-load"))
MANY = 20_000 if os.environ.get("PASSERBY_LONG") == "1" else 2_000
BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport", "topics": ["football"] * 41}}).encode()
DECIDE = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
TICK = re.compile(r"epoll_wait\(.*\) += 0$")


class Counting(Scenario):
    def setUp(self):
        super().setUp()
        if not shutil.which("strace"):
            self.skipTest("no strace here")
        self.server = self.serve(threads=1)
        self.server.shown()

    def calls_during(self, work):
        """By name, those of the thread that has sent most."""
        log = self.folder / "calls"
        tracer = subprocess.Popen(["strace", "-ff", "-q", "-o", str(log), "-p", str(self.server.process.pid)],
                                  stderr=subprocess.PIPE)
        self.addCleanup(tracer.stderr.close)
        until(self.is_traced, "strace is attached to every thread")
        work()
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        threads = [file.read_text().splitlines() for file in self.folder.glob("calls.*")]
        return self.count(max(threads, key=lambda lines: sum(line.startswith("sendto(") for line in lines)))

    def is_traced(self):
        tasks = Path(f"/proc/{self.server.process.pid}/task").iterdir()
        return all("TracerPid:\t0\n" not in (task / "status").read_text() for task in tasks)

    @staticmethod
    def count(lines):
        names = [line.split("(")[0] for line in lines if not TICK.search(line)]
        first, last = names.index("recvfrom"), len(names) - names[::-1].index("sendto")
        return Counter(names[first:last])

    def test_one_after_the_other(self):
        """A wait, a receive and a send, and nothing else."""
        connection = self.server.connect()
        self.addCleanup(connection.close)

        def ask():
            for _ in range(MANY):
                connection.sendall(DECIDE)
                self.assertEqual(read_answer(connection)[0], 200)

        calls = self.calls_during(ask)
        print(f"{calls.total() / MANY:.3f} calls a request, one after the other: {dict(calls)}")
        self.assertEqual(calls["sendto"], MANY)
        self.assertLessEqual(calls.total(), 3 * MANY)

    def test_sixty_four_at_once(self):
        """They share the wait: with strace in its way the server is always the slower side."""
        requests = self.folder / "requests.jsonl"
        requests.write_bytes(BODY + b"\n")

        def ask():
            subprocess.run([GENERATOR, f"http://127.0.0.1:{self.server.port}/v1/decide", "--requests", requests,
                            "--rate", "max", "--connections", "64", "--duration", "10s" if MANY > 2_000 else "2s",
                            "--warm-up", "0s", "--quiet"], check=True, stdout=subprocess.DEVNULL)

        calls = self.calls_during(ask)
        requests = calls["sendto"]
        opening = calls["accept4"] + 64  # each is taken into the set once
        print(f"{calls.total() / requests:.3f} calls a request, 64 at once: {dict(calls)}")
        self.assertGreater(requests, MANY)
        self.assertLessEqual(calls.total() - opening, 2.1 * requests)

    def test_sixteen_in_one_packet(self):
        """Answered in one send."""
        connection = self.server.connect()
        self.addCleanup(connection.close)
        batches = MANY // 20

        def ask():
            for _ in range(batches):
                connection.sendall(DECIDE * 16)
                for _ in range(16):
                    self.assertEqual(read_answer(connection)[0], 200)

        calls = self.calls_during(ask)
        print(f"{calls.total() / batches / 16:.3f} calls a request, 16 in a packet: {dict(calls)}")
        self.assertLessEqual(calls.total(), 3 * batches)
