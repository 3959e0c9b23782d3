"""Killed without warning and started again, on the same ports, under clients that hold on: each time it is there again
and decides as before. How long that takes is printed, not judged."""

import datetime
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import time

from house import PATIENCE, PROGRAM, ROOT, Scenario

JUDGES = os.environ.get("PASSERBY_JUDGE", str(ROOT / "build/dev/tests/scenario/judge"))
LONG = os.environ.get("PASSERBY_LONG") == "1"
RULES = 10_000 if LONG else 500
KILLS = 200 if LONG else 8


class Restarting(Scenario):
    def setUp(self):
        super().setUp()
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        subprocess.run([f"{JUDGES}/write_rule_sets", "1", str(RULES), "40", today, str(self.folder)], check=True)
        self.bodies = [line for line in (self.folder / "requests.jsonl").read_bytes().splitlines() if b"bucket" in line]
        self.ports = [self.free_port(), self.free_port()]
        self.random = random.Random(RULES)

    @staticmethod
    def free_port():
        with socket.create_server(("127.0.0.1", 0)) as taken:
            return taken.getsockname()[1]

    def start(self):
        """The program once it is ready, and how long that took, in milliseconds."""
        began = time.monotonic()
        process = subprocess.Popen(
            [PROGRAM, "serve", "--rules", str(self.folder / "set-0"), "--threads", "2",
             "--listen", f"127.0.0.1:{self.ports[0]}", "--admin", f"127.0.0.1:{self.ports[1]}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.addCleanup(lambda: (process.kill(), process.wait(), process.stderr.close()))
        while not self.is_ready():
            if process.poll() is not None:
                raise AssertionError(f"ended with {process.returncode}: {process.stderr.read().decode()}")
            self.assertLess(time.monotonic() - began, PATIENCE)
            time.sleep(0.001)
        return process, (time.monotonic() - began) * 1_000

    def is_ready(self):
        try:
            with socket.create_connection(("127.0.0.1", self.ports[0]), timeout=PATIENCE) as connection:
                connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        except ConnectionError:
            return False

    def decisions(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=PATIENCE)
        answers = []
        for body in self.bodies:
            connection.request("POST", "/v1/decide", body)
            answers.append(json.loads(connection.getresponse().read()))
        connection.close()
        return [(answer["rules"], answer["decisions"]) for answer in answers]

    def hold_on(self):
        """Connections in every state, so that their ports are still in use when the program comes back."""
        held = [socket.create_connection(("127.0.0.1", self.ports[0])) for _ in range(20)]
        for number, connection in enumerate(held):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"[:number * 3])
        return held

    def test_killed_again_and_again(self):
        process, first = self.start()
        expected, hour = self.decisions(), time.gmtime().tm_hour
        took = []
        for _ in range(KILLS):
            held = self.hold_on()
            time.sleep(self.random.random() * 0.02)
            process.kill()
            process.wait()
            process, milliseconds = self.start()
            took.append(milliseconds)
            for connection in held:
                connection.close()
            if time.gmtime().tm_hour == hour:  # rules may ask the hour
                self.assertEqual(self.decisions(), expected)
        ordered = sorted(took)
        print(f"\n{RULES} rules: ready {first:.0f} ms after the first start, then {KILLS} times {ordered[0]:.0f} to "
              f"{ordered[-1]:.0f} ms, median {statistics.median(took):.0f}, 95 % {ordered[len(took) * 95 // 100]:.0f}")
