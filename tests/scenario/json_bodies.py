"""What comes as the body of a decision: JSON or not, by RFC 8259, wherever it stands; and what no grammar foresees.

PASSERBY_LONG=1 makes a hundred times as much of it."""

import json
import os
import random
import re
import sys
from pathlib import Path

from house import Scenario

LONG = os.environ.get("PASSERBY_LONG") == "1"
FOLDER = Path(__file__).parent / "json_texts"
BATCH = 40  # requests on their way at once
DEEP = 60  # from there on we may refuse it
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

# Where a text stands in a request: where it is read, where it is skipped, and around the document.
PLACES = {
    "body": b"%s",
    "first": b'{"unknown":%s,"slots":["hero"]}',
    "last": b'{"slots":["hero"],"unknown":%s}',
    "deeper": b'{"slots":["hero"],"unknown":[{"a":%s}]}',
    "slots": b'{"slots":%s}',
    "slot": b'{"slots":["hero",%s]}',
    "group": b'{"slots":["hero"],"page":%s}',
    "signal": b'{"slots":["hero"],"page":{"section":%s}}',
    "number": b'{"slots":["hero"],"behaviour":{"cart_value":%s}}',
    "set": b'{"slots":["hero"],"page":{"topics":["a",%s]}}',
    "consent": b'{"slots":["hero"],"consent":%s}',
    "twice": b'{"slots":["hero"],"bucket":1,"bucket":%s}',
}
SEEDS = (
    b'{"slots":["hero"]}',
    b'{"slots":["hero","sidebar"],"page":{"path":"/sport","section":"sport","topics":["football","cup"],"language":"de"}}',
    b'{"slots":["hero"],"device":{"type":"phone","os":"ios"},"time":{"utc_offset":60},"bucket":42,"exclude":["a-1"]}',
    b'{"slots":["hero"],"consent":{"location":true,"behaviour":true,"at":"2026-10-02"},"behaviour":{"cart_value":5.5e1}}',
    b'{"slots":["hero"],"unknown":{"a":[1,-2.5E-3,null,true,false,"\\u00e9\\ud83d\\ude00\\n"],"b":{}},"child":false}',
)
PIECES = (b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"null", b"true", b"1e9", b"-0", b".", b"\\u0000", b"\\ud800",
          b"\x00", b"\xff", b"\xc3\xa9", b"\xed\xa0\x80", b" ", b"\n", b"/", b'"slots"', b'"page"', b"{}", b"[]", b'""')


def read(name):
    for line in (FOLDER / f"{name}.txt").read_bytes().split(b"\n"):
        if not line or line.startswith(b"#"):
            continue
        line = re.sub(rb"\((.+?)\*(\d+)\)", lambda many: many[1] * int(many[2]), line)
        line = b"" if line == b"(nothing)" else line
        yield re.sub(rb"~([0-9a-f]{2})", lambda byte: bytes.fromhex(byte[1].decode()), line)


def depth_of(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth_of, inside), default=0)


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from texts_of(item)


def no_constant(name):
    raise ValueError(name)


def judge(text):
    """Whether it is JSON, by another decoder; None where the RFC leaves it open."""
    if text.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        value = json.loads(text.decode("utf-8", "strict"), parse_constant=no_constant, parse_int=str, parse_float=str,
                           object_pairs_hook=lambda pairs: dict(enumerate(pairs)) and {
                               f"{place}{name}": item for place, (name, item) in enumerate(pairs)})
    except RecursionError:
        return None
    except ValueError:
        return False
    if depth_of(value) >= DEEP or any("\ud800" <= c <= "\udfff" for text in texts_of(value) for c in text):
        return None
    return True


class JsonBodies(Scenario):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def ask_all(self, requests):
        """(status, whether it was refused as malformed) of each request, many on one connection."""
        for at in range(0, len(requests), BATCH):
            batch = requests[at:at + BATCH]
            with self.server.connect() as connection:
                connection.sendall(b"".join(batch))
                reader = connection.makefile("rb")
                for _ in batch:
                    status = int(reader.readline().split()[1])
                    length = 0
                    while (line := reader.readline()) != b"\r\n":
                        if line.startswith(b"Content-Length:"):
                            length = int(line.split(b":")[1])
                    yield status, b"malformed-json" in reader.read(length)

    def post_all(self, bodies):
        return self.ask_all([b"POST /v1/decide HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
                             for body in bodies])

    def check(self, bodies, verdicts):
        for body, wanted, (status, malformed) in zip(bodies, verdicts, self.post_all(bodies)):
            said = (body[:200], status, malformed)
            self.assertIn(status, (200, 400, 413), said)
            if not body.lstrip(b" \t\r\n").startswith(b"{"):
                self.assertEqual(status, 400, said)  # for what it is not: JSON, or an object
            elif wanted is not None:
                self.assertEqual(malformed, not wanted, said)

    def test_takes_what_is_json(self):
        texts = list(read("valid"))
        self.assertEqual([text for text in texts if judge(text) is not True], [])
        for place, form in PLACES.items():
            bodies = [form % text for text in texts]
            self.check(bodies, [True] * len(bodies))
            # Where nobody reads it, it costs nothing; where it is a signal, it is taken or dropped.
            if place not in ("body", "slots", "slot"):
                self.assertEqual({status for status, _ in self.post_all(bodies)}, {200}, place)

    def test_refuses_what_is_not(self):
        texts = list(read("invalid"))
        self.assertEqual([text for text in texts if judge(text) is not False], [])
        for form in PLACES.values():
            self.check([form % text for text in texts], [False] * len(texts))

    def test_what_the_standard_leaves_open(self):
        texts = list(read("open"))
        self.assertEqual([text for text in texts if judge(text) is True], [])
        for form in PLACES.values():
            self.check([form % text for text in texts], [None] * len(texts))

    def test_cut_short_at_every_byte(self):
        for seed in SEEDS:
            bodies = [seed[:size] for size in range(len(seed))]
            self.check(bodies, [False] * len(bodies))

    def test_one_byte_changed(self):
        bodies = [seed[:at] + bytes([byte]) + seed[at + 1:] for seed in SEEDS for at in range(len(seed))
                  for byte in (range(256) if LONG else (0, 0x20, 0x22, 0x2c, 0x5c, 0x7d, 0xff))]
        self.check(bodies, [judge(body) for body in bodies])

    def test_random_changes(self):
        dice = random.Random(8259)
        bodies = []
        for _ in range(300_000 if LONG else 3_000):
            body = dice.choice(SEEDS)
            for _ in range(dice.randint(1, 4)):
                at, end = sorted((dice.randint(0, len(body)), dice.randint(0, len(body))))
                body = dice.choice((body[:at] + dice.choice(PIECES) + body[at:],
                                    body[:at] + body[min(end, at + 3):],
                                    body[:end] + body[at:end] + body[end:]))
            bodies.append(body)
        verdicts = [judge(body) for body in bodies]
        self.assertGreater(verdicts.count(True), len(bodies) // 50)
        self.check(bodies, verdicts)

    def test_random_bytes(self):
        dice = random.Random(8260)
        bodies = [dice.randbytes(dice.randint(0, 200)) for _ in range(1_000)]
        bodies += [b"".join(dice.choices(PIECES, k=dice.randint(1, 30))) for _ in range(100_000 if LONG else 1_000)]
        self.check(bodies, [judge(body) for body in bodies])

    def test_random_queries(self):
        dice = random.Random(8261)
        words = (b"slot=hero", b"slot=", b"page.section=sport", b"page.topics=a,,b", b"consent=location", b"consent.at=",
                 b"&", b"=", b"%", b"%00", b"%ff", b"%7", b"+", b",", b".", b"..", b"bucket=-1", b"time.utc_offset=1e9",
                 b"device.type=phone", b"user_id=1", b"slot=hero&slot=hero", b"a" * 500, b"[]", b"\\", b'"', b"{", b"?")
        requests = [b"GET /v1/decide?%s HTTP/1.1\r\nHost: h\r\n\r\n" % b"".join(dice.choices(words, k=dice.randint(1, 12)))
                    for _ in range(50_000 if LONG else 1_000)]
        statuses = {status for status, _ in self.ask_all(requests)}
        self.assertEqual(statuses, {200, 400})
