"""SIGTERM while clients ask as fast as they can: every request is answered that was sent before its connection was told
to close. Again and again, at any moment."""

import json
import os
import random
import signal
import socket
import threading
import time

from house import PATIENCE, Scenario

LONG = os.environ.get("PASSERBY_LONG") == "1"
ROUNDS = 200 if LONG else 6
BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport"}}).encode()
REQUEST = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


class Client(threading.Thread):
    """Sends `depth` requests, awaits their answers, and so on until it is told to close."""

    def __init__(self, port, depth, pause):
        super().__init__(daemon=True)
        self.depth, self.pause = depth, pause
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.answered = self.lost = 0
        self.wrong = None
        self.start()

    def run(self):
        with self.connection:
            try:
                while self.round():
                    time.sleep(self.pause)
            except Exception as failure:  # told by the test's own thread
                self.wrong = repr(failure)

    def round(self):
        """Whether it may go on."""
        try:
            self.connection.sendall(REQUEST * self.depth)
        except ConnectionError:
            self.lost += 1
            return False
        bytes_ = b""
        for number in range(self.depth):
            while (end := self.end_of_answer(bytes_)) is None:
                try:
                    more = self.connection.recv(65536)
                except ConnectionError:
                    more = b""
                if not more:
                    self.lost += self.depth - number  # nobody has said that there would be no answer
                    return False
                bytes_ += more
            answer, bytes_ = bytes_[:end], bytes_[end:]
            if not answer.startswith(b"HTTP/1.1 200 ") or b'"content":"sports"' not in answer:
                raise AssertionError(answer)
            self.answered += 1
            if b"\r\nConnection: close\r\n" in answer:
                if bytes_:
                    raise AssertionError(f"after the last answer: {bytes_}")
                return False
        return True

    @staticmethod
    def end_of_answer(bytes_):
        head = bytes_.find(b"\r\n\r\n")
        if head < 0:
            return None
        end = head + 4 + int(bytes_[bytes_.index(b"Content-Length: ") + 16:].split(b"\r\n", 1)[0])
        return end if len(bytes_) >= end else None


class EndingUnderLoad(Scenario):
    def test_whoever_asks_again_and_again_is_heard_once(self):
        for _ in range(5):
            server = self.serve()
            while server.process.poll() is None:
                server.tell(signal.SIGTERM)
            self.assertEqual(server.process.returncode, 0)
            server.give_up()

    def test_no_request_is_lost(self):
        chance = random.Random(7)
        answered = lost = 0
        for number in range(ROUNDS):
            server = self.serve()
            clients = [Client(server.port, depth, pause)
                       for depth, pause in [(1, 0)] * 12 + [(8, 0)] * 4 + [(1, 0.05)] * 4 + [(3, 0.2)] * 4]
            time.sleep(0.05 + chance.random() * 0.3)
            server.tell(signal.SIGTERM)
            for client in clients:
                client.join(PATIENCE)
                self.assertFalse(client.is_alive(), "a client that still waits")
                self.assertIsNone(client.wrong)
                answered, lost = answered + client.answered, lost + client.lost
            self.assertEqual(server.end(), 0)
            server.give_up()
            self.assertNotIn("drain-cut-short", server.log() if number == 0 else "")
        print(f"\n{ROUNDS} times SIGTERM: {answered} requests answered, {lost} lost")
        self.assertEqual(lost, 0)
        self.assertGreater(answered, ROUNDS * 100)
