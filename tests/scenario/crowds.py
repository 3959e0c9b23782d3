"""Many who do nothing and many who send a byte a second, beside some who ask honestly and must not notice.

Asserted is that every honest request is answered, that the idle are still served when they ask, and what an idle connection
takes of the program's memory. PASSERBY_LONG=1: 15,000 idle and 2,000 slow ones instead of a tenth, with latencies, program
and generator on a processor each."""

import json
import os
import re
import resource
import subprocess
import threading
import time
from pathlib import Path

from house import ROOT, Scenario, cpu_seconds, read_answer, until

GENERATOR = os.environ.get("PASSERBY_LOAD", str(ROOT / "build/dev/passerby-load"))
LONG = os.environ.get("PASSERBY_LONG") == "1"
IDLE, SLOW = (15_000, 2_000) if LONG else (1_500, 200)
BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport", "topics": ["football"] * 41}}).encode()
DECIDE = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)


class SlowCrowd:
    """Each sends its request byte by byte, one a second, and comes again when it is turned out."""

    def __init__(self, server, size):
        self.server, self.turned_out, self.over = server, 0, threading.Event()
        self.crowd = [(server.connect(), 0) for _ in range(size)]
        self.thread = threading.Thread(target=self.drip)
        self.thread.start()

    def drip(self):
        while not self.over.wait(1):
            self.crowd = [self.one_more(connection, sent) for connection, sent in self.crowd]

    def one_more(self, connection, sent):
        try:
            connection.send(DECIDE[sent:sent + 1])
            connection.setblocking(False)
            if not connection.recv(4_096):
                raise ConnectionResetError
        except BlockingIOError:
            return connection, (sent + 1) % len(DECIDE)
        except OSError:
            pass
        self.turned_out += 1
        connection.close()
        return self.server.connect(), 0

    def go(self):
        self.over.set()
        self.thread.join()
        for connection, _ in self.crowd:
            connection.close()


class Crowds(Scenario):
    def setUp(self):
        super().setUp()
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if most < IDLE + SLOW + 600:
            self.skipTest(f"the system gives {most} descriptors")
        self.server = self.serve("limits: {idle_timeout: 600s}\n", threads=1)
        self.pinned = LONG and os.cpu_count() > 1
        if self.pinned:
            subprocess.run(["taskset", "-a", "-p", "1", str(self.server.process.pid)], check=True, capture_output=True)
        self.requests = self.folder / "requests.jsonl"
        self.requests.write_bytes(BODY + b"\n")

    def honest(self, name):
        """Those who ask honestly, at a rate that leaves the program time."""
        load = subprocess.run(
            [*(["taskset", "2"] if self.pinned else []), GENERATOR, f"http://127.0.0.1:{self.server.port}/v1/decide",
             "--requests", str(self.requests), "--rate", "10000" if LONG else "300", "--connections", "64",
             "--duration", "10s" if LONG else "3s", "--warm-up", "500ms", "--ramp", "0s", "--quiet", "--json", "-"],
            capture_output=True, text=True)
        report = json.loads(load.stdout)
        kept = "kept_" if report["slices_kept"] else "service_"  # where the generator was never on time
        print(f"{name:28} honest: {report['right']} right, {kept}" + ", ".join(
            f"{share} {report.get(f'{kept}{share}_ns', 0) / 1e3:.0f}" for share in ("p50", "p99", "p99_9")) + " us",
            flush=True)
        self.assertEqual({kind: count for kind, count in report["failures"].items() if count}, {})
        self.assertEqual(load.returncode, 0)

    def private_bytes(self):
        rollup = Path(f"/proc/{self.server.process.pid}/smaps_rollup").read_text()
        return 1024 * sum(int(size) for size in re.findall(r"^Private_\w+: +(\d+) kB", rollup, re.MULTILINE))

    def idle_ones(self, count):
        connections = []
        for _ in range(count):
            connection = self.server.connect()
            self.addCleanup(connection.close)
            connection.sendall(DECIDE)
            self.assertEqual(read_answer(connection)[0], 200)
            connections.append(connection)
        return connections

    def test_honest_ones_do_not_notice(self):
        self.honest("alone")
        self.idle_ones(100)  # what the first ones bring with them
        before = self.private_bytes()
        idle = self.idle_ones(IDLE)
        each = (self.private_bytes() - before) / IDLE
        used = cpu_seconds(self.server.process.pid)
        time.sleep(5 if LONG else 1)
        used = (cpu_seconds(self.server.process.pid) - used) / (5 if LONG else 1)
        print(f"{IDLE} idle: {each:.0f} bytes each, {100 * used:.1f} % of a processor")
        self.assertLess(each, 256)
        self.honest(f"beside {IDLE} idle")
        slow = SlowCrowd(self.server, SLOW)
        self.addCleanup(slow.go)
        time.sleep(8 if LONG else 1)
        self.honest(f"and {SLOW} slow ones")
        until(lambda: slow.turned_out > 0, "slow ones are turned out")
        for connection in idle[::max(1, IDLE // 500)]:
            connection.sendall(DECIDE)
            self.assertEqual(read_answer(connection)[0], 200)
