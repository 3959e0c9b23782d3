"""After an answer, nothing of what came by way of TLS is left in the program: looked for in all of its memory."""

import search
from house import Scenario, until
from tls_peer import Peer, make_pair, put, trusting

MARK = b"c4n4ry"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"


class TlsForgetting(Scenario):
    def setUp(self):
        super().setUp()
        if not search.may_look():
            self.skipTest("only who may read the memory of others can look")
        self.pair = make_pair(self.folder)
        self.server = self.serve(f"tls: {put(self.folder, self.pair)}\nlimits: {{head_timeout: 1s, body_timeout: 1s}}\n",
                                 trust=trusting(self.pair))

    def count(self, mark):
        return len(search.in_memory({"mark": mark}, self.server.process.pid))

    def peer(self, name="localhost"):
        context = trusting(self.pair)
        context.check_hostname = False
        peer = Peer(self.server.port, context, name)
        self.addCleanup(peer.socket.close)
        peer.greet()
        return peer

    def request(self, number):
        body = b'{"slots": ["hero"], "page": {"path": "/%s-body-%d"}, "x": "%s"}' % (MARK, number, MARK * 200)
        return (b"POST /v1/decide?%s-query HTTP/1.1\r\nHost: h\r\nUser-Agent: %s-agent\r\nCookie: %s\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (MARK, MARK, MARK * 50, len(body), body))

    def test_it_would_be_found(self):
        peer = self.peer()
        peer.send(self.request(1)[:-10])
        until(lambda: self.count(MARK) > 0, "half a request in memory")

    def hear(self, peer, answers):
        text = b""
        while text.count(b"HTTP/1.1 200 OK") < answers:
            text += peer._pump(lambda: peer.tls.read(65536))

    def test_what_was_asked(self):
        """While the connection goes on, so that its buffers stay: a short request overwrites little of them."""
        for requests in (1, 3, 20):
            with self.subTest(requests):
                peer = self.peer()
                peer.send(*[self.request(number) for number in range(requests)])
                self.hear(peer, requests)

                def is_gone():
                    peer.send(HEALTH)
                    self.hear(peer, 1)
                    return self.count(MARK) == 0
                until(is_gone, "nothing of it")
                peer.socket.close()

    def test_what_was_asked_before_half_a_record(self):
        peer = self.peer()
        peer.put(*[self.request(number) for number in range(3)])
        bytes_ = peer.go.read()
        peer.put(HEALTH + b" " * 3000)
        peer.socket.sendall(bytes_ + peer.go.read()[:200])
        self.hear(peer, 3)
        until(lambda: self.count(MARK) == 0, "nothing of it")

    def test_what_was_refused_or_given_up(self):
        for bytes_ in (self.request(1).replace(b"Host: h", b"Host: h h"), self.request(1)[:-10]):
            peer = self.peer()
            peer.send(bytes_)
            peer.read_all()
            peer.socket.close()
            until(lambda: self.count(MARK) == 0, "nothing of it")

    def test_the_name_that_was_asked_for(self):
        peer = self.peer(f"{'a' * 50}.{MARK.decode()}.example")
        peer.send(self.request(1))
        peer._pump(lambda: peer.tls.read(65536))
        peer.socket.close()
        until(lambda: self.count(MARK) == 0, "nothing of it")
        self.assertNotIn(MARK.decode(), self.server.log())
