"""Ending without losing a request."""

import http.client
import json
import signal
import threading
import time

from house import PATIENCE, Scenario, read_answer, until

BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport"}})


class Client(threading.Thread):
    """Asks again and again on one connection, until the server says that it closes."""

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.answered = 0
        self.failed = None
        self.start()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            while True:
                connection.request("POST", "/v1/decide", BODY)
                answer = connection.getresponse()
                json.loads(answer.read())
                self.answered += 1
                if answer.getheader("Connection") == "close":
                    return
        except Exception as failure:  # told by the test's own thread
            self.failed = failure


class Draining(Scenario):
    def test_loses_no_request_under_load(self):
        server = self.serve()
        clients = [Client(server.port) for _ in range(8)]
        until(lambda: all(client.answered > 20 for client in clients), "some load")
        self.assertEqual(server.end(), 0)
        for client in clients:
            client.join()
            self.assertIsNone(client.failed)

    def test_finishes_what_is_half_sent(self):
        server = self.serve()
        with server.connect() as half:
            half.sendall(f"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: {len(BODY)}\r\n\r\n".encode())
            half.sendall(BODY[:10].encode())
            time.sleep(0.2)
            server.tell(signal.SIGTERM)
            time.sleep(0.5)
            half.sendall(BODY[10:].encode())
            status, head, _ = read_answer(half)
        self.assertEqual(status, 200)
        self.assertIn(b"Connection: close", head)
        self.assertEqual(server.end(), 0)

    def test_is_not_ready_first_and_still_answers(self):
        server = self.serve(config="limits: {drain_delay: 60s}\n")
        server.tell(signal.SIGTERM)
        status, ready = until(lambda: server.ready()[0] == 503 and server.ready(), "503")
        self.assertEqual((ready["ready"], ready["draining"]), (False, True))
        self.assertEqual(server.ask("GET", "/healthz")[0], 200)
        self.assertEqual(server.shown(), ["sports"])
        self.assertEqual(server.end(signal.SIGTERM), 0)  # the second one does not wait

    def test_ends_within_its_limit_whoever_holds_on(self):
        server = self.serve(config="limits: {drain: 1s, body_timeout: 1h}\n")
        with server.connect() as stuck:
            stuck.sendall(b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{")
            time.sleep(0.2)
            self.assertEqual(server.end(), 0)
        self.assertIn("drain-cut-short", server.log())
