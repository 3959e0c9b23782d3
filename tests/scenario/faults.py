"""Peers that go away at any moment or never read, and a system that gives no more descriptors: nothing is left
behind, nobody else notices, and the program does not turn in circles meanwhile.

PASSERBY_LONG=1 also waits for what takes its time."""

import json
import os
import resource
import socket
import struct
import time
from pathlib import Path

from house import Scenario, cpu_seconds, read_all, read_answer, until

LONG = os.environ.get("PASSERBY_LONG") == "1"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
BODY = json.dumps({"slots": ["hero"]}).encode()
DECIDE = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
CHUNKED = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"

# How far a peer comes before it goes away.
STAGES = {
    "nothing": b"",
    "a line end": b"\r\n",
    "half a line end": b"\r",
    "half a line": b"POST /v1/dec",
    "half a head": DECIDE[:40],
    "a head": DECIDE[:-len(BODY)],
    "half a body": DECIDE[:-3],
    "no chunk": CHUNKED,
    "half a chunk": CHUNKED + b"12\r\n{\"slots",
    "no trailers": CHUNKED + b"12\r\n" + BODY + b"\r\n0\r\n",
    "a request": DECIDE,
    "a request and a half": DECIDE + DECIDE[:-3],
    "many requests": DECIDE * 500,
    "many requests and a half": DECIDE * 500 + DECIDE[:30],
    "too much": b"GET /" + b"a" * 30_000,
    "a refusal": b"rubbish " * 10,
    "more behind a refusal": b"GET / HTTP/1.1\r\n\r\n" + b"x" * 200_000,
    "waits for 100": DECIDE[:-len(BODY) - 2] + b"Expect: 100-continue\r\n\r\n",
}


class Faults(Scenario):
    def setUp(self):
        super().setUp()
        self.server = self.serve(descriptors=1_024)
        self.process = f"/proc/{self.server.process.pid}"
        self.server.shown()
        self.descriptors = self.open_descriptors()

    def open_descriptors(self):
        return len(os.listdir(f"{self.process}/fd"))

    def connections(self):
        return self.server.metric("passerby_connections") - 1  # but for the one that asks

    def answers_no_more(self):
        before = self.server.answered()
        time.sleep(0.2)
        return self.server.answered() == before

    def is_at_rest(self, seconds=0.5):
        """Nothing of its processor is used while nothing comes; whoever turns in circles uses all of it."""
        before = cpu_seconds(self.server.process.pid)
        time.sleep(seconds)
        self.assertLess(cpu_seconds(self.server.process.pid) - before, seconds / 4)

    def is_as_before(self):
        until(lambda: self.open_descriptors() <= self.descriptors, "no descriptor left behind")
        until(lambda: self.connections() == 0, "no connection left behind")
        self.assertEqual(self.server.shown(), ["sports"])
        self.is_at_rest()

    def send(self, bytes_):
        connection = self.server.connect()
        self.addCleanup(connection.close)
        connection.settimeout(2)
        try:
            connection.sendall(bytes_)
        except (ConnectionError, TimeoutError):
            pass  # refused before all was sent, or nobody reads on
        return connection

    @staticmethod
    def reset(connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def test_resets_at_every_stage(self):
        for stage, bytes_ in STAGES.items():
            for wait in (0, 0.02):  # before the program has seen it, and after
                with self.subTest(stage):
                    connection = self.send(bytes_)
                    time.sleep(wait)
                    self.reset(connection)
                    self.assertEqual(self.server.shown(), ["sports"])
        self.is_as_before()

    def test_closes_at_every_stage(self):
        for stage, bytes_ in STAGES.items():
            with self.subTest(stage):
                self.send(bytes_).close()
                self.assertEqual(self.server.shown(), ["sports"])
        self.is_as_before()

    def test_half_closes_at_every_stage(self):
        whole = {"a request": 1, "a request and a half": 1, "many requests": 500, "many requests and a half": 500}
        silent = ("nothing", "a line end", "a request", "many requests")
        for stage, bytes_ in STAGES.items():
            with self.subTest(stage):
                connection = self.send(bytes_)
                connection.settimeout(20)
                connection.shutdown(socket.SHUT_WR)
                answers = read_all(connection)
                self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), whole.get(stage, 0))
                refused = answers.count(b"HTTP/1.1 4")
                self.assertEqual(refused, 0 if stage in silent else 1, answers[-300:])
        self.is_as_before()

    def test_peers_that_never_read(self):
        stuck = []
        for _ in range(8):
            connection = self.server.connect()
            self.addCleanup(connection.close)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.setblocking(False)
            sent, quiet = 0, 0
            while quiet < 3:  # until the program has stopped reading, and holds a bounded number of answers
                try:
                    sent += connection.send(DECIDE * 500)
                    quiet = 0
                except BlockingIOError:
                    quiet += 1
                    time.sleep(0.02)
            self.assertLess(sent, 64 << 20)
            stuck.append(connection)
        self.assertEqual(self.server.shown(), ["sports"])
        until(lambda: self.connections() == 8, "the others have gone")
        until(self.answers_no_more, "what the system takes has been answered")
        self.assertLess(self.server.metric("process_resident_memory_bytes"), 400 << 20)
        self.is_at_rest()
        for connection in stuck[:4]:
            self.reset(connection)
        for connection in stuck[4:]:
            if LONG:
                continue  # they are let go after ten seconds that take nothing
            connection.close()
        self.is_as_before()

    def without_descriptors(self, limit):
        """How 50 connections end that come while the system gives no descriptors from that number on."""
        kept = self.send(HEALTH)
        self.assertEqual(read_answer(kept)[0], 200)
        pid, (_, most) = self.server.process.pid, resource.prlimit(self.server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (limit(), most))
        waiting = [self.send(HEALTH) for _ in range(50)]
        self.is_at_rest()
        for _ in range(10):
            kept.sendall(HEALTH)
            self.assertEqual(read_answer(kept)[0], 200)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, most))
        ends = [self.end_of(connection) for connection in waiting]
        for connection in (kept, *waiting):
            connection.close()
        return ends

    def test_no_descriptor_at_all(self):
        """Not even the one that is kept for saying so: who comes waits until there are some again."""
        self.assertEqual(self.without_descriptors(lambda: 3), [200] * 50)
        self.is_as_before()

    def test_no_descriptor_but_the_spare_one(self):
        """The one that is kept takes them, to be closed at once: nobody waits for nothing."""
        ends = self.without_descriptors(lambda: 1 + max(map(int, os.listdir(f"{self.process}/fd"))))
        self.assertLessEqual(set(ends), {200, None})
        lost = self.server.metric('passerby_connections_refused_total{reason="descriptors"}')
        self.assertGreater(lost, 0)
        self.assertEqual(ends.count(None), lost)
        self.is_as_before()

    @staticmethod
    def end_of(connection):
        try:
            answer = read_answer(connection)
        except ConnectionError:
            return None
        return answer and answer[0]
