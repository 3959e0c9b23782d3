"""A program that may take 64 MiB and is asked to hold more: whoever brings the last straw is lost, nobody else.

Not with sanitizers, which take more than that for themselves."""

import os
import time
from pathlib import Path

from house import RULES, Scenario, read_answer, until

MEMORY = 64 << 20  # `ulimit -v 65536`
V1, V2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
HALF_A_BODY = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: 65000\r\n\r\n" + b" " * 60_000


class OutOfMemory(Scenario):
    def setUp(self):
        super().setUp()
        self.server = self.serve(memory=MEMORY)
        self.held = []
        self.addCleanup(self.let_go)

    def let_go(self):
        for connection in self.held:
            connection.close()
        self.held.clear()

    def hold(self, bytes_):
        connection = self.server.connect()
        self.held.append(connection)
        try:
            connection.sendall(bytes_)
        except ConnectionError:
            pass  # it was lost meanwhile
        return connection

    def is_well(self):
        try:
            return self.server.shown() == ["sports"]
        except (OSError, AssertionError):
            return False

    @staticmethod
    def is_lost(connection):
        connection.setblocking(False)
        try:
            return connection.recv(1) == b""
        except BlockingIOError:
            return False
        except ConnectionError:
            return True

    def test_serves_many_in_little(self):
        for _ in range(500):
            self.hold(HEALTH)
        for connection in self.held:
            self.assertEqual(read_answer(connection)[0], 200)
        for _ in range(150):
            self.hold(HALF_A_BODY)
        for _ in range(100):
            self.assertEqual(self.server.shown(), ["sports"])
        self.assertEqual([connection for connection in self.held if self.is_lost(connection)], [])
        self.assertLess(self.server.metric("process_resident_memory_bytes"), MEMORY)

    def test_loses_only_those_for_whom_there_is_none(self):
        kept = self.hold(HEALTH)
        self.assertEqual(read_answer(kept)[0], 200)
        for _ in range(1_100):
            self.hold(HALF_A_BODY)
        until(lambda: any(map(self.is_lost, self.held)), "somebody is lost")
        time.sleep(2)  # the clock goes on, and files are looked at
        self.assertIsNone(self.server.process.poll(), self.server.log())
        lost = sum(map(self.is_lost, self.held))
        self.assertGreater(lost, 0)
        self.assertGreater(len(self.held) - lost, 200)  # what there is is used
        self.let_go()
        until(self.is_well, "memory again")
        self.assertGreater(self.server.metric('passerby_connections_refused_total{reason="memory"}'), 0)
        until(lambda: self.server.metric("passerby_connections") == 1, "no connection left behind")
        (self.server.rules / "a.yaml").write_text(RULES.replace("show: sports", "show: welcome"))
        until(lambda: self.server.shown() == ["welcome"], "the rules read meanwhile")
        self.assertEqual(self.server.end(), 0)


class InAMemoryGroup(Scenario):
    """Whoever takes more than his control group may is killed: so what partial requests may hold is a part of it."""

    def setUp(self):
        super().setUp()
        self.group = self.make_group(f"passerby-{os.getpid()}")

    def make_group(self, name):
        """Of either version of control groups, wherever this machine lets us have one."""
        for parent, limit in ((V1, "memory.limit_in_bytes"), (V2, "memory.max")):
            group = parent / name
            try:
                group.mkdir()
                self.addCleanup(group.rmdir)
                (group / limit).write_text(str(MEMORY))
                return group
            except OSError:
                continue
        self.skipTest("only who may make control groups")

    def test_is_not_killed_by_half_bodies(self):
        server = self.serve(group=self.group)
        held = []
        self.addCleanup(lambda: [connection.close() for connection in held])
        for _ in range(2_000):
            held.append(server.connect())
            try:
                held[-1].sendall(HALF_A_BODY)
            except ConnectionError:
                pass  # refused meanwhile
        refused = 'passerby_requests_total{route="other",status="503"}'
        until(lambda: server.metric(refused) > 1_500 or server.process.poll(), "the others are told")
        until(lambda: server.ask("POST", "/v1/decide", '{"slots": ["hero"]}')[0] == 200, "others are served meanwhile")
        self.assertLess(server.metric(refused), 1_900)  # some 16 MB are held
        self.assertEqual(server.end(), 0)
