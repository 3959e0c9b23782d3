"""Every allocation fails once: of the start, of a request, of a reload. Nothing crashes or leaks, what was in force
stays in force, and the next request and the next reload go well. (curl calls that torture.)

The program is built with an allocator that fails when it is told to: see torture_program."""

import http.client
import json
import mmap
import os
import signal
import struct
import subprocess
import time

import house
from house import PATIENCE, ROOT, RULES, Scenario, read_answer, until

PROGRAM = os.environ.get("PASSERBY_TORTURED", str(ROOT / "build/dev/tests/scenario/torture_program/passerby_torture"))
LONG = os.environ.get("PASSERBY_LONG") == "1"
TRIES = 1_000_000 if LONG else 150  # about, of each kind; where there are more allocations, some are left out
ONE, ALL_FURTHER = 1, 1 << 40  # how many fail in a row

MANY = RULES + "".join(f"  - {{id: rule-{i}, slot: hero, priority: -{i}, when: {{page.section: s{i}, "
                       f"any: [{{device.type: phone}}, {{page.topics: [a, b{i}]}}]}}, show: welcome}}\n"
                       for i in range(30))
OTHER = MANY.replace("page.section: sport", "page.section: [sport, news]")
BROKEN = MANY.replace("page.section: s7,", "paeg.section: s7,")

BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport", "topics": ["a", "b"], "path": "/" + "p" * 300},
                   "consent": {"behaviour": True, "at": "2026-10-02"}, "behaviour": {"searches": ["x"]}, "odd": [1]})


def post(path, body):
    return (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}").encode()


def chunked(body):
    return (f"POST /v1/decide HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            f"{len(body):x}\r\n{body}\r\n0\r\n\r\n").encode()


class Memory:
    """The page shared with the program; see failing_memory.cpp."""

    def __init__(self, path):
        path.write_bytes(bytes(4096))
        self.file = open(path, "r+b")
        self.page = mmap.mmap(self.file.fileno(), 4096)

    def arm(self, fail_at, span):
        self.page[:40] = struct.pack("5q", 0, fail_at, span, 0, 0)
        self.page[:8] = struct.pack("q", 1)

    def disarm(self):
        """How many allocations were counted, and how many failed."""
        self.page[:8] = struct.pack("q", 0)
        return struct.unpack("2q", self.page[24:40])

    def close(self):
        self.page.close()
        self.file.close()


class Torture(Scenario):
    def setUp(self):
        super().setUp()
        self.memory = Memory(self.folder / "memory")
        self.addCleanup(self.memory.close)
        for name, value in (("PASSERBY_TORTURE", str(self.folder / "memory")), ("ASAN_OPTIONS", "detect_leaks=1")):
            before = os.environ.get(name)
            os.environ[name] = value
            self.addCleanup(lambda n=name, b=before: os.environ.pop(n) if b is None else os.environ.update({n: b}))
        program, house.PROGRAM = house.PROGRAM, PROGRAM
        self.addCleanup(lambda: setattr(house, "PROGRAM", program))
        (self.folder / "rules").mkdir()
        self.write(MANY)

    def write(self, text):
        (self.folder / "beside").write_text(text)
        os.rename(self.folder / "beside", self.folder / "rules" / "a.yaml")

    def begin(self):
        """A server whose allocations can fail, with the odd numbers of memory that it takes to begin with behind it."""
        self.server = self.serve("limits: {drain: 2s}\n")
        self.is_well()

    def is_well(self):
        self.assertIsNone(self.server.process.poll(), self.server.log())
        try:
            self.assertEqual(self.server.shown(), ["sports"])
        except OSError as lost:
            raise AssertionError(f"ended with {self.server.process.wait(PATIENCE)}: {self.server.log()}") from lost

    def ends_well(self):
        self.memory.disarm()
        self.assertEqual(self.server.end(), 0, self.server.log()[-3000:])

    def torture(self, attempt, check, tries=TRIES):
        """Every allocation of `attempt()` fails, one at a time, and then all from there on; afterwards `check()`."""
        self.memory.arm(0, 0)
        attempt()
        count, _ = self.memory.disarm()
        check()
        self.assertGreater(count, 0)
        tried = failed = 0
        for span in (ONE, ALL_FURTHER):
            # A few more than were counted: not every run takes as many.
            for fail_at in range(1, count + 10, max(1, 2 * count // tries)):
                self.memory.arm(fail_at, span)
                try:
                    attempt()
                finally:
                    failed += self.memory.disarm()[1] > 0
                try:
                    check()
                except Exception as wrong:
                    raise AssertionError(f"after allocation {fail_at} of {count} failed, {span} in a row: "
                                         f"{self.server.log()[-9000:]}") from wrong
                tried += 1
        print(f"\n{self.id().rpartition('.')[2]}: {count} allocations, {tried} tries, {failed} of them with failures")
        self.assertGreater(failed, 0)

    def say(self, *packets, port=None):
        """Whether it was answered at all: (status, body), or None where the connection was lost."""
        try:
            with self.server.connect(port) as connection:
                for packet in packets:
                    connection.sendall(packet)
                    time.sleep(0.001)
                answer = read_answer(connection)
                return answer and (answer[0], answer[2])
        except ConnectionError:
            return None

    def test_a_request(self):
        self.begin()
        whole = post("/v1/decide", BODY)
        answers = set()
        for packets in ([whole], [whole[:40], whole[40:200], whole[200:]], [chunked(BODY)], [whole.replace(b'{"', b'{{')],
                        [b"GET /v1/decide?slot=hero&page.section=sport HTTP/1.1\r\nHost: h\r\n\r\n"],
                        [b"GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n"]):
            self.torture(lambda: answers.add((self.say(*packets) or [None])[0]), self.is_well)
        self.assertLessEqual({200, 400, None}, answers | {None})
        self.assertLessEqual(answers, {200, 400, 500, 503, None})
        self.ends_well()

    def test_the_first_request(self):
        """Nothing is warm yet: as many programs as it takes allocations."""
        self.begin()
        self.ends_well()
        tried = 0
        for fail_at in range(1, 400, 1 if LONG else 20):
            self.server = self.serve("limits: {drain: 2s}\n")
            self.memory.arm(fail_at, ONE)
            self.say(post("/v1/decide", BODY))
            _, failed = self.memory.disarm()
            self.is_well()
            self.ends_well()
            tried += 1
            if failed == 0 and fail_at > 100:
                break
        self.assertGreater(tried, 3)

    def test_what_operators_ask(self):
        self.begin()
        for packets in ([b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"], [post("/admin/v1/explain", BODY)],
                        [post("/admin/v1/check", json.dumps({"files": {"a.yaml": BROKEN}}))]):
            self.torture(lambda: self.say(*packets, port=self.server.admin_port), self.is_well)
        self.ends_well()

    def reload(self):
        return self.say(post("/admin/v1/reload", "{}"), port=self.server.admin_port)

    def is_in_force(self, section, content):
        self.assertIsNone(self.server.process.poll(), self.server.log())
        return self.server.shown(section) == [content]

    def test_a_reload(self):
        """From one set to another and back: whatever fails, one of them is in force, and the next reload is what it says."""
        self.begin()
        self.texts = [MANY, OTHER]

        def attempt():
            self.texts.reverse()
            self.write(self.texts[0])
            self.reload()

        def check():
            self.is_well()
            self.assertEqual(self.reload()[0], 200)
            status, ready = self.server.ready()
            self.assertEqual((status, ready["rules"]["last_reload"]["outcome"]), (200, "ok"))
            self.assertEqual(self.server.shown("news"), ["welcome" if self.texts[0] is MANY else "sports"])
            self.assertEqual(self.server.decide()["rules"], ready["rules"]["revision"])

        self.torture(attempt, check)
        self.ends_well()

    def test_a_reload_of_a_broken_set(self):
        self.begin()
        before = self.server.decide()["rules"]

        def attempt():
            self.write(BROKEN)
            self.reload()

        def check():
            self.is_well()
            self.assertEqual(self.server.decide()["rules"], before)
            self.assertEqual(self.reload()[0], 422)

        self.torture(attempt, check)
        self.write(MANY)
        self.assertEqual(self.reload()[0], 200)
        self.ends_well()

    def test_a_reload_that_nobody_waits_for(self):
        """By signal, on the thread that watches: whatever failed, within a second or so it is tried again."""
        self.begin()
        self.texts = [MANY, OTHER]

        def attempt():
            self.texts.reverse()
            self.write(self.texts[0])
            self.server.tell(signal.SIGHUP)
            end = time.monotonic() + 0.3
            while time.monotonic() < end and not in_force():
                time.sleep(0.01)

        def in_force():
            try:
                return self.server.shown("news") == ["welcome" if self.texts[0] is MANY else "sports"]
            except (OSError, AssertionError, IndexError, http.client.HTTPException):
                return False  # a request that found no memory either

        def check():
            self.is_well()
            until(in_force, "the set that is in place")

        self.torture(attempt, check, tries=TRIES // 10)
        self.ends_well()

    def start(self, fail_at, span):
        """The exit code of a start in which memory fails; of one that goes well after a request and the end."""
        self.memory.arm(fail_at, span)
        process = subprocess.Popen(
            [PROGRAM, "serve", "--rules", str(self.folder / "rules"), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            began = process.stdout.readline() != ""
            count, failed = self.memory.disarm()
            if began:
                process.send_signal(signal.SIGTERM)
            _, remarks = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
            process.wait()
        return began, process.returncode, remarks, count, failed

    def test_a_start(self):
        """It starts, or it says why it does not."""
        began, code, remarks, count, _ = self.start(0, 0)
        self.assertEqual((began, code), (True, 0), remarks)
        started = refused = 0
        for span in (ONE, ALL_FURTHER):
            for fail_at in range(1, count + 1, max(1, 2 * count // TRIES)):
                with self.subTest(fail_at=fail_at, span=span):
                    began, code, remarks, _, failed = self.start(fail_at, span)
                    self.assertIn(code, (0,) if began else (1, 2), remarks[-2000:])
                    self.assertTrue(began or remarks, "no word of why")
                    started, refused = started + began, refused + (not began)
        print(f"\ntest_a_start: {count} allocations, {started} started, {refused} said why not")
        self.assertGreater(refused, 10)
