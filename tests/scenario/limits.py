"""Limits: each one met, and the server well afterwards."""

import json
import socket
import time

from house import RULES, Scenario, read_all, read_answer, until

QUICK = "limits: {head_timeout: 500ms, body_timeout: 500ms, idle_timeout: 500ms}\n"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"


class Limits(Scenario):
    def status_of(self, server, request):
        with server.connect() as connection:
            try:
                connection.sendall(request)
            except ConnectionError:
                pass  # refused before all was sent; the answer is there all the same
            answer = read_answer(connection)
            return answer and answer[0]

    def is_well(self, server):
        """Whether there is room again; while there is none, connections may end in any way."""
        try:
            return self.status_of(server, HEALTH) == 200
        except ConnectionError:
            return False

    def test_bodies(self):
        server = self.serve()
        fits = json.dumps({"slots": ["hero"]}).encode().ljust(65_536)
        head = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n"
        self.assertEqual(self.status_of(server, head % len(fits) + fits), 200)
        self.assertEqual(self.status_of(server, head % (len(fits) + 1) + fits + b" "), 413)
        self.assertEqual(self.status_of(server, head % 2_000_000 + b" " * 2_000_000), 413)

    def test_heads(self):
        server = self.serve()
        filler = b"GET /healthz HTTP/1.1\r\nHost: h\r\nA: %s\r\n\r\n"
        self.assertEqual(self.status_of(server, filler % (b"a" * 16_000)), 200)
        self.assertEqual(self.status_of(server, filler % (b"a" * 17_000)), 431)
        self.assertEqual(self.status_of(server, b"GET /" + b"a" * 20_000), 414)
        self.assertEqual(self.status_of(server, b"GET / HTTP/1.1\r\n" + b"a:\r\n" * 500), 431)

    def test_time_for_a_head_a_body_and_between(self):
        server = self.serve(config=QUICK)
        self.assertEqual(self.status_of(server, b"GET /healthz HTTP/1.1\r\nHo"), 408)
        self.assertEqual(
            self.status_of(server, b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{"), 408)
        with server.connect() as idle:
            idle.sendall(HEALTH)
            self.assertEqual(read_answer(idle)[0], 200)
            self.assertEqual(read_all(idle), b"")
        with server.connect() as silent:
            self.assertEqual(read_all(silent), b"")

    def test_dribbling_does_not_buy_time(self):
        server = self.serve(config=QUICK)
        with server.connect() as connection:
            answer = b""
            connection.settimeout(0.05)
            for byte in b"GET /healthz HTTP/1.1\r\nA: " + b"a" * 10_000:
                try:
                    connection.sendall(bytes([byte]))
                    answer = connection.recv(100)
                    break
                except TimeoutError:
                    continue
        self.assertTrue(answer.startswith(b"HTTP/1.1 408 "), answer)

    def test_connections(self):
        server = self.serve(config="limits: {connections: 5}\n")
        held = []
        for _ in range(5):
            held.append(server.connect())
            held[-1].sendall(HEALTH)
            self.assertEqual(read_answer(held[-1])[0], 200)
        with server.connect() as refused:
            status, head, _ = read_answer(refused)
        self.assertEqual(status, 503)
        self.assertIn(b"Retry-After: ", head)
        self.assertEqual(server.metric('passerby_connections_refused_total{reason="limit"}'), 1)
        held.pop().close()
        until(lambda: self.is_well(server), "room again")
        for connection in held:
            connection.close()

    def test_running_out_of_descriptors_loses_only_what_is_beyond(self):
        server = self.serve(descriptors=64)
        kept = server.connect()
        self.addCleanup(kept.close)
        kept.sendall(HEALTH)
        self.assertEqual(read_answer(kept)[0], 200)
        more = [server.connect() for _ in range(100)]
        ends = {}
        for connection in more:
            try:
                connection.sendall(HEALTH)
                answer = read_answer(connection)
            except ConnectionError:
                answer = None
            end = answer[0] if answer else "lost"
            ends[end] = ends.get(end, 0) + 1
        self.assertLessEqual(set(ends), {200, 503, "lost"})
        self.assertGreater(ends[200], 0)
        self.assertLess(ends[200], 64)
        kept.sendall(HEALTH)
        self.assertEqual(read_answer(kept)[0], 200)
        (server.rules / "a.yaml").write_text(RULES.replace("show: sports", "show: welcome"))
        for connection in more:
            connection.close()
        until(lambda: self.is_well(server), "room again")
        until(lambda: server.shown() == ["welcome"], "the rules read meanwhile")
        self.assertGreater(server.metric('passerby_connections_refused_total{reason="limit"}'), 0)
        self.assertIn("few-descriptors", server.log())

    def test_a_reader_who_does_not_read(self):
        server = self.serve()
        with server.connect() as stuck:
            stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            stuck.setblocking(False)
            sent = 0
            end = time.monotonic() + 5
            while time.monotonic() < end:
                try:
                    sent += stuck.send(HEALTH * 1_000)
                except BlockingIOError:
                    break  # the server has stopped reading: it holds a bounded number of answers
            self.assertLess(sent, 64 << 20)
            self.assertEqual(server.shown(), ["sports"])
