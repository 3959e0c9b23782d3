"""The tables of hostile requests, read as values (what they mean: hostile/README.md)."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "hostile"
VERDICTS = ("accept", "last", "refuse", "cut")
RULE = re.compile(r"API|(9112|9110) \d+(\.\d+)*( \+)?")

WORDS = {
    "get": rb"GET /healthz HTTP/1.1\r\nHost: h\r\n",
    "post": rb"POST /v1/decide HTTP/1.1\r\nHost: h\r\n",
    "body": rb'{"slots":["hero"]}',
    "chunked": rb"POST /v1/decide HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
    "chunk": rb'12\r\n{"slots":["hero"]}\r\n',
    "end": rb"0\r\n\r\n",
    "hidden": rb"GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n",
}
ESCAPES = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"\\": b"\\"}


@dataclass(frozen=True)
class Case:
    name: str  # with its table's: chunks/plus
    verdict: str
    status: int
    rule: str
    bytes: bytes

    def goes_on(self):
        """Whether the connection is good for another request."""
        return self.verdict == "accept"


def bytes_of(text):
    """What a row's last column stands for."""
    text = text.encode("ascii")
    for word, meaning in WORDS.items():
        text = text.replace(b"<%s>" % word.encode(), meaning)
    text = re.sub(rb"<([^<>]*)\*(\d+)>", lambda many: many[1] * int(many[2]), text)
    if re.search(rb"[<>]", text.replace(rb"\x3ch>", b"")):
        raise ValueError(f"a word that is none: {text[:100]!r}")
    return re.sub(rb"\\(?:x([0-9a-f]{2})|(.))",
                  lambda escape: bytes.fromhex(escape[1].decode()) if escape[1] else ESCAPES[escape[2]], text)


def read(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        columns = re.split(r" {2,}", line, maxsplit=3)
        verdict, status = columns[1].split()
        if len(columns) != 4 or verdict not in VERDICTS or not RULE.fullmatch(columns[2]):
            raise ValueError(f"{path}:{number}: not a row: {line[:100]}")
        yield Case(f"{path.stem}/{columns[0]}", verdict, int(status), columns[2], bytes_of(columns[3]))


def all_cases():
    cases = [case for path in sorted(FOLDER.glob("*.txt")) for case in read(path)]
    names = [case.name for case in cases]
    if len(set(names)) != len(names):
        raise ValueError(f"names that come twice: {sorted(n for n in names if names.count(n) > 1)}")
    return cases
