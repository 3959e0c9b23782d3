"""A visitor with marks in all that he sends, from an address that is one too."""

import hashlib
import json
import socket
import struct

from house import PATIENCE, read_all

# Valid strings, as publishers send them; where they came from plays no part here.
TC_STRING = "CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA"
GPP_STRING = "DBABLA~BVQqAAAAAgA"


class Visitor:
    """Of one scene of one run: all its marks bear the scene's name."""

    def __init__(self, server, marks, scene):
        self.server, self.marks, self.scene = server, marks, scene
        digest = hashlib.sha256(f"{marks.seed} {scene}".encode()).digest()
        self.digits = int.from_bytes(digest[8:16], "big")
        self.address = self._address("address", digest[:3])
        self.forwarded = self._address("forwarded", digest[3:6])

    def _address(self, place, bytes_):
        # Not below 128: such bytes are rare in a memory of small numbers and letters.
        return self.marks.address(f"{self.scene}:{place}", "127." + ".".join(str(128 + byte % 126) for byte in bytes_))

    def mark(self, place):
        return self.marks.text(f"{self.scene}:{place}")

    def value(self, place, form="{}"):
        return self.marks.value(f"{self.scene}:{place}", form)

    def number(self, place, fraction=True):
        self.digits = (self.digits * 6364136223846793005 + 1442695040888963407) % 2**64
        whole = 10**14 + (self.digits >> 8) % (8 * 10**14)  # 15 digits: fewer stand in a memory by chance
        return self.marks.number(f"{self.scene}:{place}", whole / 10**6 if fraction else whole)

    def given(self, place, text):
        return self.marks.given(f"{self.scene}:{place}", text)

    # What is sent.

    def headers(self):
        value, mark = self.value, self.mark
        return {
            "User-Agent": value("user-agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) {}/604.1"),
            "Sec-CH-UA": value("ch-ua", '"{}";v="24", "Chromium";v="120"'),
            "Sec-CH-UA-Mobile": value("ch-mobile", "?1; {}"),
            "Sec-CH-UA-Platform": value("ch-platform", '"{}"'),
            "Sec-CH-UA-Model": value("ch-model", '"{}"'),
            "Sec-CH-UA-Full-Version-List": value("ch-versions", '"{}";v="1.2.3.4"'),
            "Cookie": value("cookie", "session={}; theme=dark"),
            "Referer": value("referer", "https://shop.example/{}?q=1"),
            "X-Forwarded-For": f"{self.forwarded}, {value('forwarded-for')}",
            "Forwarded": f'for="{self.forwarded}";by={value("forwarded-by")}',
            "X-Real-IP": self.forwarded,
            "Authorization": value("authorization", "Bearer {}"),
            "X-Api-Key": value("api-key"),
            "Accept-Language": value("accept-language"),
            "If-None-Match": value("if-none-match", '"{}"'),
            "Sec-GPC": value("gpc"),
            "DNT": value("dnt"),
            "X-Unheard-Of": value("unknown-header"),
            f"X-{mark('header-name')}": "1",
        }

    def body(self, **changes):
        value, mark = self.value, self.mark
        members = {
            "slots": ["hero", "side", "crowd", value("slot")],
            "page": {"path": value("path", "/{}/news"), "section": value("section"), "type": value("type"),
                     "language": value("language"), "topics": [value("topic"), "football", value("topic-2", "Übér {}")],
                     "keywords": [value("keyword", "{} \U0001f40c")], "referrer": value("referrer")},
            "device": {"type": value("device"), "os": 5, "browser": "safari"},
            "time": {"utc_offset": 60, mark("time-name"): value("time-value")},
            "location": {"country": "DE", "region": value("region"), "city": value("city")},
            "behaviour": {"pages_viewed": self.number("pages", fraction=False), "cart_value": self.number("cart"),
                          "minutes_on_site": self.number("minutes"), "cart_items": self.number("items", fraction=False),
                          "topics": [value("behaviour-topic")], "searches": [value("search"), value("search-2")],
                          "visits": self.number("visits", fraction=False), "returning": True,
                          "note": value("declared"), mark("behaviour-name"): value("behaviour-value")},
            "consent": self.consent(),
            "exclude": [value("exclude"), "welcome"],
            "bucket": 42,
            "manifest": value("manifest"),
            "token": value("token"),
            "user_id": value("user-id"),
            "email": value("email", "{}@visitor.example"),
            "lat": self.number("latitude"),
            mark("member-name"): {mark("inner-name"): [value("inner-value"), self.number("inner-number"), None]},
        }
        return {**members, **changes}

    def consent(self):
        return {"location": True, "behaviour": True, "history": True, "measurement": True, "at": "2026-11-20",
                "version": self.value("consent-version"), self.mark("consent-name"): self.value("consent-value"),
                "tcf": self.given("tcf", TC_STRING), "gdpr": True, "gpp": self.given("gpp", GPP_STRING), "gpp_sid": [7]}

    def unreadable_consents(self):
        yield {"tcf": self.value("bad-tcf", "CQ{}")}
        yield {"tcf": self.given("tcf", TC_STRING) + "." + self.value("bad-segment")}
        yield {"gpp": self.value("bad-gpp", "DBABLA~{}")}
        yield {"us_privacy": self.value("us-privacy")}
        yield {"behaviour": self.value("consent-text"), "at": self.value("consent-at")}
        yield {"behaviour": True, "at": "2019-01-01", "version": self.value("consent-old")}
        yield [self.value("consent-list")]

    def query(self):
        value = self.value
        return "&".join([
            "slot=hero", "slot=" + value("query-slot"), "page.section=" + value("query-section"),
            "page.path=%2F" + value("query-path"), "page.topics=football," + value("query-topic"),
            "page.type=%" + value("query-bad-escape"), "behaviour.cart_value=" + repr(self.number("query-cart")),
            "behaviour.searches=" + value("query-search", "%C3%9C{}"), "location.city=" + value("query-city"),
            "consent=location,behaviour," + value("query-consent"), "consent.at=" + value("query-at"),
            "exclude=" + value("query-exclude"), "user_id=" + value("query-user"),
            self.mark("query-name") + "=" + value("query-value")])

    def request(self, method="POST", path="/v1/decide", body=None, headers=None, chunked=False):
        """Bytes of one request: the scene's headers, and `headers` over them (None takes one out)."""
        fields = {"Host": "localhost", **self.headers(), **(headers or {})}
        text = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        if chunked:
            fields["Transfer-Encoding"] = "chunked"
            text = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in pieces(text, 700)) + b"0\r\n\r\n"
        elif text:
            fields.setdefault("Content-Length", str(len(text)))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {field}" for name, field in fields.items() if field is not None)]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + text

    # How it is sent.

    def connect(self, port=None):
        connection = socket.create_connection(("127.0.0.1", port or self.server.port), timeout=PATIENCE,
                                              source_address=(self.address, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        trust = self.server.trust
        return trust.wrap_socket(connection, server_hostname="localhost") if trust else connection

    def say(self, *requests, port=None, then="finish"):
        """Sends all at once; `finish`: says that this was all, hands back what comes; `wait`: only waits for it;
        `reset`: is gone."""
        with self.connect(port) as connection:
            try:
                connection.sendall(b"".join(requests))
                if then == "reset":
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return b""
                if then == "finish" and not self.server.trust:
                    connection.shutdown(socket.SHUT_WR)
                elif then == "finish":
                    connection.settimeout(1.5)  # TLS has no half-close that everybody speaks
                return read_all(connection)
            except (ConnectionError, TimeoutError, OSError):
                return b""  # refused before all was sent, or left waiting: the server still must forget


def pieces(bytes_, size):
    return [bytes_[at:at + size] for at in range(0, len(bytes_), size)]
