"""Every hostile request of the tables, to the program itself: whole, cut in two and byte by byte.

PASSERBY_LONG=1 cuts each of them at every byte, and sends the long ones byte by byte too."""

import json
import os
import random
import re
import socket

from hostile_cases import all_cases
from house import Scenario

LONG = os.environ.get("PASSERBY_LONG") == "1"
CASES = all_cases()
AFTER_BODY = b'{"slots":["after"]}'
AFTER = (b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" %
         (len(AFTER_BODY), AFTER_BODY))
STEPWISE_BYTES_MAX = 4_096  # beyond that, pieces of some hundred bytes are enough for every day


def answers_of(bytes_):
    """The status of each final answer in what was received."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 ([2-5]\d\d) ", bytes_)]


class HostileHttp(Scenario):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def talk(self, pieces, half_close):
        """All that is answered until the server closes."""
        received = b""
        with self.server.connect() as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
            except ConnectionError:
                pass  # refused before all was sent; the answer is there all the same
            try:
                while more := connection.recv(65536):
                    received += more
            except ConnectionResetError:
                self.fail("the answer was lost: the connection was reset")
        return received

    def judge(self, case, cut):
        bytes_ = case.bytes if case.verdict == "cut" else case.bytes + AFTER
        received = self.talk(cut(bytes_, len(case.bytes)), half_close=case.verdict == "cut")
        said = (case.name, case.rule, received[:300])
        self.assertEqual(answers_of(received), [case.status] + [200] * case.goes_on(), said)
        self.assertEqual(b'"after"' in received, case.goes_on(), said)
        self.assertIn(b"Connection: close\r\n", received, said)
        rest = received.split(b"\r\n\r\n", 1)[1]
        if case.bytes.startswith(b"HEAD "):
            self.assertEqual(rest[:5], b"HTTP/"[:5 * case.goes_on()], said)
        elif case.verdict in ("refuse", "cut"):
            self.assertIn(b"application/problem+json", received, said)
            self.assertEqual(json.loads(rest)["status"], case.status)
        return 1 + case.goes_on()

    def judge_all(self, cases, cut):
        before = self.server.answered()
        expected = sum(self.judge(case, cut) for case in cases)
        self.assertEqual(self.server.answered() - before, expected)
        self.assertEqual(self.server.shown(), ["sports"])

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(CASES), 500)
        self.assertGreaterEqual(sum(case.verdict == "accept" for case in CASES), 100)
        self.assertGreaterEqual(sum("/beast-" in case.name for case in CASES), 20)

    def test_whole(self):
        self.judge_all(CASES, lambda bytes_, size: [bytes_])

    def test_followed_later(self):
        self.judge_all(CASES, lambda bytes_, size: [bytes_[:size], bytes_[size:]])

    def test_in_two_pieces(self):
        dice = random.Random(9112)

        def cut(bytes_, size):
            at = dice.randint(1, size)
            return [bytes_[:at], bytes_[at:]]
        self.judge_all(CASES, cut)

    def test_byte_by_byte(self):
        def cut(bytes_, size):
            step = 1 if LONG or size <= STEPWISE_BYTES_MAX else 997
            return [bytes_[at:at + step] for at in range(0, len(bytes_), step)]
        self.judge_all(CASES, cut)

    def test_cut_everywhere(self):
        if not LONG:
            self.skipTest("only with PASSERBY_LONG=1")
        for case in CASES:
            if len(case.bytes) <= STEPWISE_BYTES_MAX:
                for at in range(1, len(case.bytes)):
                    self.judge(case, lambda bytes_, size: [bytes_[:at], bytes_[at:]])
