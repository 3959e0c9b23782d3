"""Every hostile request of the tables by way of TLS: in one record, and cut in two."""

import hostile_http
from tls_peer import Peer, make_pair, put, trusting


class TlsHostile(hostile_http.HostileHttp):
    test_there_are_enough = test_whole = test_followed_later = test_byte_by_byte = test_cut_everywhere = None

    def setUp(self):
        hostile_http.Scenario.setUp(self)
        self.pair = make_pair(self.folder)
        self.trust = trusting(self.pair)
        self.server = self.serve(f"tls: {put(self.folder, self.pair)}\n", trust=self.trust)

    def talk(self, pieces, half_close):
        with Peer(self.server.port, self.trust) as peer:
            peer.greet()
            try:
                for piece in pieces:
                    peer.send(piece)
                if half_close:
                    peer.say_last()
            except ConnectionError:
                pass  # refused before all was sent; the answer is there all the same
            received, said_last = peer.read_all()
            self.assertTrue(said_last)
            return received

    def answered(self):
        trust, self.server.trust = self.server.trust, None  # the admin listener speaks plain text
        answered = self.server.answered()
        self.server.trust = trust
        return answered

    def judge_all(self, cases, cut):
        before = self.answered()
        expected = sum(self.judge(case, cut) for case in cases)
        self.assertEqual(self.answered() - before, expected)
        self.assertEqual(self.server.shown(), ["sports"])

    def test_whole_in_a_record(self):
        self.judge_all(hostile_http.CASES, lambda bytes_, size: [bytes_])
