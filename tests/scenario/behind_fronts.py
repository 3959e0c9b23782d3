"""Every hostile request through real proxies: as many requests arrive as the proxy has sent, none is smuggled,
and whoever comes next through the same proxy gets the answer to what he asked.

PASSERBY_LONG=1 sends each of them cut in two as well."""

import os
import time

import fronts
from hostile_cases import all_cases
from hostile_http import AFTER
from house import Scenario, until

LONG = os.environ.get("PASSERBY_LONG") == "1"
CASES = all_cases()
QUIET = 0.2 if LONG else 0.05  # seconds without a byte after which no more answers are waited for; only their number counts


def read_until_quiet(connection):
    connection.settimeout(QUIET)
    received = b""
    try:
        while more := connection.recv(65536):
            received += more
    except (TimeoutError, ConnectionError):
        pass
    return received


class BehindFront:
    front = None

    def setUp(self):
        super().setUp()
        if self.front.path() is None:
            self.skipTest(f"{self.front.program} is not installed")
        self.server = self.serve()
        self.proxy = self.front(self.folder, self.server.port)
        self.addCleanup(self.proxy.end)
        self.asked = 0
        self.ask()

    def ask(self):
        """An honest visitor of the same proxy, whose answer names what he asked for."""
        self.asked += 1
        slot = f"visit-{self.asked}".encode()
        body = b'{"slots":["%s"]}' % slot
        with self.proxy.connect() as connection:
            connection.sendall(b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                               % (len(body), body))
            received = b""
            while more := connection.recv(65536):
                received += more
        self.assertTrue(received.startswith(b"HTTP/1.1 200 "), received[:300])
        self.assertIn(b'"decisions":{"%s":[' % slot, received)

    def counts(self):
        """Sent by the proxy, given up by its clients, arrived here."""
        forwarded = self.proxy.forwarded()
        return forwarded.sent, forwarded.given_up, self.server.answered()

    def since(self, before):
        return [now - then for now, then in zip(self.counts(), before)]

    def send(self, pieces):
        with self.proxy.connect() as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
            except ConnectionError:
                pass  # refused before all was sent
            return read_until_quiet(connection)

    def judge(self, case, pieces):
        before = self.counts()
        received = self.send(pieces)
        self.ask()

        def agree():
            sent, given_up, arrived = self.since(before)
            if given_up:
                time.sleep(QUIET)  # what was given up half-way may have come as far as here, or not
                sent, given_up, arrived = self.since(before)
            return sent - given_up <= arrived <= sent
        try:
            until(agree, "as many here as there")
        except AssertionError:
            self.fail(f"{case.name} ({case.rule}): sent, given up, arrived: {self.since(before)}; {received[:300]}")
        self.assertNotIn(b"/hidden", received)

    def test_as_many_arrive_as_are_sent(self):
        until(lambda: self.counts()[0] == self.counts()[2] == 1, "the first visitor")
        for case in CASES:
            self.judge(case, [case.bytes + AFTER])
            if LONG:
                middle = len(case.bytes) // 2
                self.judge(case, [case.bytes[:middle], case.bytes[middle:], AFTER])
        sent, given_up, arrived = self.counts()
        print(f"{len(CASES)} cases: {sent} sent, {given_up} given up, {arrived} arrived", end=" ", flush=True)
        self.assertGreater(arrived, len(CASES) + 100)  # each with its honest visitor, and many themselves
        self.assertLess(given_up, 20)


class BehindNginx(BehindFront, Scenario):
    front = fronts.Nginx


class BehindNginxUnbuffered(BehindFront, Scenario):
    front = fronts.NginxUnbuffered


class BehindHaproxy(BehindFront, Scenario):
    front = fronts.Haproxy


class BehindVarnish(BehindFront, Scenario):
    front = fronts.Varnish
