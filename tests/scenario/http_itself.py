"""HTTP over real sockets: what is spoken. What is refused: hostile_http."""

import json

from house import Scenario, read_all, read_answer

BODY = json.dumps({"slots": ["hero"], "page": {"section": "sport"}}).encode()
DECIDE = b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
LAST = b"GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"


def chunked(body, size):
    chunks = [body[at:at + size] for at in range(0, len(body), size)]
    return (b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" +
            b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n")


class HttpItself(Scenario):
    @classmethod
    def setUpClass(cls):
        cls.server = None

    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def talk(self, *pieces):
        """All that is answered to the pieces, each sent by itself."""
        with self.server.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
            return read_all(connection)

    def test_answers_in_order_what_is_pipelined(self):
        answers = self.talk((DECIDE + HEALTH) * 50 + LAST)
        self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 101)
        self.assertEqual(answers.count(b'"sports-page"'), 50)

    def test_takes_bytes_one_by_one(self):
        request = DECIDE + chunked(BODY, 7) + LAST
        answers = self.talk(*(request[at:at + 1] for at in range(len(request))))
        self.assertEqual(answers.count(b'"sports-page"'), 2)
        self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 3)

    def test_takes_requests_cut_anywhere(self):
        request = DECIDE + LAST
        for cut in range(1, len(request), 5):
            answers = self.talk(request[:cut], request[cut:])
            self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 2, cut)

    def test_takes_chunks_of_any_size(self):
        for size in (1, 2, 16, 1000):
            self.assertIn(b'"sports-page"', self.talk(chunked(BODY, size) + LAST))

    def test_says_continue(self):
        with self.server.connect() as connection:
            connection.sendall(b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(BODY))
            self.assertEqual(read_answer(connection)[0], 100)
            connection.sendall(BODY)
            self.assertEqual(read_answer(connection)[0], 200)

    def test_does_not_ask_for_a_body_that_it_would_refuse(self):
        answers = self.talk(b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                            b"Content-Length: 99999999\r\n\r\n")
        self.assertTrue(answers.startswith(b"HTTP/1.1 413 "), answers)

    def test_speaks_http_1_0(self):
        self.assertTrue(self.talk(b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 OK"))
        kept = self.talk(b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + LAST)
        self.assertEqual(kept.count(b"HTTP/1.1 200 OK"), 2)
        self.assertIn(b"Connection: keep-alive", kept)

    def test_repeats_nothing_of_a_bad_request(self):
        for request in (b"GET /c4n4ry HTTP/1.1\r\nHost: c4 n4ry\r\nX: c4n4ry\r\n\r\n",
                        b"C4N4RY /c4n4ry HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                        b"GET /c4n4ry HTTP/7.7\r\n\r\n"):
            self.assertNotIn(b"4n4ry", self.talk(request).lower())

    def test_says_which_methods_there_are(self):
        status, headers, _ = self.server.ask("DELETE", "/v1/decide")
        self.assertEqual(status, 405)
        self.assertIn("POST", headers["Allow"])
        self.assertEqual(self.server.ask("GET", "/nowhere")[0], 404)

    def test_survives_resets(self):
        for _ in range(50):
            connection = self.server.connect()
            connection.sendall(DECIDE * 20)
            connection.setsockopt(1, 13, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # linger 0: close resets
            connection.close()
        self.assertEqual(self.server.shown(), ["sports"])
        self.assertEqual(self.server.end(), 0)
