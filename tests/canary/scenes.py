"""What visitors do, well or badly: each scene sends a visitor's marks in one manner and hands back what was answered."""

import contextlib
import json

from house import read_answer
from visitor import pieces

CLOSE = {"Connection": "close"}
JSON = {"Content-Type": "application/json"}
PUBLIC = ("/v1/signals", "/v1/privacy", "/v1/privacy/rights", "/.well-known/gpc.json", "/v1/client", "/passerby.js",
          "/v1/slot/hero", "/v1/events", "/ofrep/v1/evaluate/flags", "/healthz", "/readyz")


def good_posts(v):
    yield v.say(v.request(body=v.body(), headers=CLOSE))
    yield v.say(v.request(body=v.body(), headers=CLOSE, chunked=True))
    for consent in v.unreadable_consents():
        yield v.say(v.request(body=v.body(consent=consent), headers=CLOSE))
    yield v.say(v.request(body=v.body(slots=["crowd", "side"]), headers={**CLOSE, "Sec-GPC": "1"}))
    escaped = json.dumps(v.body()).replace(v.mark("section"), "\\u00e9" + v.mark("section"))
    yield v.say(v.request(body=escaped.encode(), headers=CLOSE))


def good_gets(v):
    yield v.say(v.request("GET", "/v1/decide?" + v.query(), headers=CLOSE))
    yield v.say(v.request("HEAD", "/v1/decide?" + v.query(), headers=CLOSE))
    yield v.say(v.request("OPTIONS", "/v1/decide?" + v.query(), headers={**CLOSE, "Origin": "https://" + v.value("origin")}))
    yield v.say(v.request("GET", "http://localhost/v1/decide?" + v.query(), headers=CLOSE))


def pipelined(v):
    """On connections that stay open behind it: their buffers stay too."""
    with contextlib.ExitStack() as open_:
        for count in (1, 3, 20):
            connection = open_.enter_context(v.connect())
            connection.sendall(v.request(body=v.body()) * count)
            for _ in range(count):
                yield b"".join(read_answer(connection)[1:])
        v.open = open_.pop_all()  # the run closes them once it has looked


def expecting(v):
    with v.connect() as connection:
        whole = v.request(body=v.body(), headers={**CLOSE, "Expect": "100-continue"})
        end = whole.index(b"\r\n\r\n") + 4
        connection.sendall(whole[:end])
        yield read_answer(connection)[1]
        for piece in pieces(whole[end:], 500):
            connection.sendall(piece)
        yield b"".join(read_answer(connection)[1:])


def malformed(v):
    body = json.dumps(v.body()).encode()
    for at in (1, len(body) // 3, len(body) - 1):
        yield v.say(v.request(body=body[:at], headers=CLOSE))
    for text in (b'["%s"]', b'%s', b'{"slots": ["%s!"]}', b'{"slots": ["hero"], "page": {"section": "%s\\q"}}',
                 b'{"slots": "%s"}', b'{"%s": 1}', b'{"slots": ["hero"], "x": "%s\xff"}', b"[" * 100 + b'"%s'):
        yield v.say(v.request(body=text.replace(b"%s", v.value("malformed").encode()), headers=CLOSE))
    yield v.say(v.request("GET", "/v1/decide?page.section=" + v.value("no-slot"), headers=CLOSE))


def refused(v):
    """By HTTP itself, by path, by method, by size."""
    body = v.body()
    yield v.say(v.request(v.value("method").upper(), body=body, headers=CLOSE))
    yield v.say(v.request("DELETE", "/v1/decide?" + v.query(), headers=CLOSE))
    yield v.say(v.request("POST", f"/{v.value('unknown-path')}?{v.query()}", body, headers=CLOSE))
    yield v.say(v.request(body=body, headers={**CLOSE, "Host": v.value("bad-host", "{0} {0}")}))
    yield v.say(v.request(body=body, headers={**CLOSE, "Content-Length": v.value("bad-length")}))
    yield v.say(v.request(body=body, headers={**CLOSE, "Transfer-Encoding": v.value("bad-encoding")}))
    yield v.say(v.request(body=body, headers={**CLOSE, "Expect": v.value("expectation")}))
    yield v.say(v.request(body=body, headers=CLOSE).replace(b"HTTP/1.1", b"HTTP/9." + v.mark("version").encode()))
    yield v.say(v.request(body=body, headers=CLOSE).replace(b"DNT: ", b"DNT\n : "))
    yield v.say(v.request("GET", "/" + v.mark("long-path") * 1000, headers=CLOSE))
    yield v.say(v.request(body=body, headers={**CLOSE, "X-Long": v.mark("long-header") * 800}))
    yield v.say(v.request(body={**body, "long": v.mark("long-body") * 4000}, headers=CLOSE))
    yield v.say(v.request(headers=CLOSE, body={"long": v.mark("long-chunks") * 4000}, chunked=True))
    yield v.say(v.request(headers={**CLOSE, "Transfer-Encoding": "chunked"}) + v.value("bad-chunk").encode() + b"\r\n")


def other_documents(v):
    body = json.dumps({"events": [{"token": v.value("event-token"), "type": v.value("event-type")}],
                       "context": {"targetingKey": v.value("targeting-key"), "page": {"section": v.value("flag-section")}}})
    for path in PUBLIC:
        yield v.say(v.request("GET", f"{path}?slot={v.value('document-slot')}&{v.query()}", headers=CLOSE))
        yield v.say(v.request("POST", path, body.encode(), headers=CLOSE))


def given_up(v):
    """Half a head, half a body: reset, closed, half-closed."""
    whole = v.request(body=v.body(), headers=CLOSE)
    head = whole.index(b"\r\n\r\n")
    for part in (whole[:head // 2], whole[:head + 4], whole[:(head + len(whole)) // 2], whole[:-1]):
        for then in ("reset", "finish"):
            yield v.say(part, then=then)
    chunked = v.request(body=v.body(), headers=CLOSE, chunked=True)
    yield v.say(chunked[:-40], then="reset")
    yield v.say(v.request(body=v.body()), whole[:-1], then="reset")


def timed_out(v):
    whole = v.request(body=v.body())
    yield v.say(whole[:whole.index(b"\r\n\r\n") // 2], then="wait")
    yield v.say(whole[:-1], then="wait")
    yield v.say(v.request(body=v.body()), whole[:-1], then="wait")


def unread(v):
    """More is answered than is read, and then nobody is there."""
    for then in ("reset", None):
        with v.connect() as connection:
            connection.settimeout(0.5)
            try:
                connection.sendall(v.request(body=v.body()) * 60)
            except OSError:
                pass  # it takes no more, as it should
        yield b""


def overloaded(v):
    """More connections than there may be: the last ones hear 503."""
    with contextlib.ExitStack() as open_:
        for _ in range(v.server.connections_max):
            connection = open_.enter_context(v.connect())
            connection.sendall(v.request(body=v.body())[:-1])
        for _ in range(3):
            yield v.say(v.request(body=v.body(), headers=CLOSE))
        v.open = open_.pop_all()


def administered(v):
    port, good = v.server.admin_port, {**CLOSE, **JSON, "Authorization": "Bearer operators-secret", "Origin": None}
    files = {"a.yaml": "rules: 5", "b.yaml": v.value("rule-text", "slots: {{s: {{}}}}\n# {}\n"), v.value("rule-file"): "slots: ["}
    for body in ({"files": files}, {"files": {"a.yaml": "slots: {hero: {}}\n"}}, {"files": v.value("no-files")}):
        yield v.say(v.request(path="/admin/v1/check", body=body, headers=good), port=port)
    rules = {"a.yaml": "slots: {hero: {fallback: w}}\ncontent: {w: {data: {t: x}}}\n"}
    for more in ({}, {"now": "2026-11-20T12:00"}, {"now": v.value("bad-now")}, {"files": rules}, {"files": files}):
        yield v.say(v.request(path="/admin/v1/explain", body=v.body(**more), headers=good), port=port)
    for text in (json.dumps(v.body()).encode()[:-2], b'"%s"' % v.value("explain-text").encode()):
        yield v.say(v.request(path="/admin/v1/explain", body=text, headers=good), port=port)
    for path in ("/metrics", "/healthz", "/readyz", "/", "/admin/v1/" + v.value("admin-path")):
        yield v.say(v.request("GET", f"{path}?{v.query()}", headers=good), port=port)
    yield v.say(v.request(path="/admin/v1/reload", body=b"{}", headers=good), port=port)
    for wrong in ({"Authorization": v.value("wrong-token", "Bearer {}")}, {"Origin": v.value("foreign", "https://{}")},
                  {"Host": v.value("foreign-host", "{}.example")}, {"Content-Type": v.value("media-type")}):
        yield v.say(v.request(path="/admin/v1/explain", body=v.body(), headers={**good, **wrong}), port=port)


ALL = (good_posts, good_gets, pipelined, expecting, malformed, refused, other_documents, given_up, timed_out, unread,
       overloaded, administered)
