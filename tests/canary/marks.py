"""Marks: texts that occur nowhere else, one for each place of a request, and every form in which one could be kept.

A mark is three words of eight letters. Each word is looked for by itself, so that a fragment is found too: any fifteen
letters in a row hold a whole word."""

import base64
import hashlib
import ipaddress
import struct
from urllib.parse import quote

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
WORD = 8
DIGESTS = ("md5", "sha1", "sha256")
SHORT_DIGEST = 8  # bytes: who keeps a digest may keep a part of it


class Marks:
    """Hands out marks by the name of their place, and knows all forms of those handed out. `seed` tells runs apart."""

    def __init__(self, seed):
        self.seed = seed
        self.forms = {}   # name of a form -> its bytes
        self.places = {}

    def text(self, place):
        """The mark of that place."""
        if place not in self.places:
            digest = hashlib.sha256(f"{self.seed} {place}".encode()).digest()
            self.places[place] = "".join(ALPHABET[byte % 32] for byte in digest[:3 * WORD])
            self._add_text(place, self.places[place])
        return self.places[place]

    def value(self, place, form="{}"):
        """A whole value around the mark; its digests are looked for as well."""
        value = form.format(self.text(place))
        self._add_digests(f"{place}:value", value.encode())
        return value

    def given(self, place, text):
        """A text that cannot be chosen freely, such as a consent string: looked for whole, and by its last half."""
        self._add_encodings(place, text.encode())
        self._add(place, "raw", text.encode())
        self._add(place, "end", text[-max(WORD, len(text) // 2):].encode())
        return text

    def number(self, place, number):
        """A number with digits of its own: as text, as a double, as an integer of eight bytes."""
        for order, name in (("<", "little"), (">", "big")):
            self._add(place, f"double-{name}", struct.pack(order + "d", number))
            if number == int(number):
                self._add(place, f"integer-{name}", struct.pack(order + "q", int(number)))
        self._add(place, "text", repr(number).encode())
        self._add_digests(place, repr(number).encode())
        return number

    def address(self, place, text):
        """Of a version 4: as text, whole and cut to its network, in binary both ways round, in hex, mapped to version 6."""
        packed = ipaddress.ip_address(text).packed
        self._add_encodings(place, text.encode())
        self._add(place, "text", text.encode())
        self._add(place, "network", text[:text.rindex(".") + 1].encode())
        self._add(place, "binary", packed)
        self._add(place, "binary-reversed", packed[::-1])
        for name, hex_ in (("lower", packed.hex()), ("upper", packed.hex().upper())):
            self._add(place, f"hex-{name}", hex_.encode())
            self._add(place, f"mapped-{name}", f"{hex_[:4]}:{hex_[4:]}".encode())
        self._add(place, "decimal", str(int.from_bytes(packed, "big")).encode())
        self._add_digests(f"{place}:binary", packed)
        return text

    def of(self, scene):
        """The forms of one scene's marks."""
        return {name: bytes_ for name, bytes_ in self.forms.items() if name.startswith(f"{scene}:")}

    def words(self):
        """The marks of all scenes as they were sent."""
        return {name: bytes_ for name, bytes_ in self.forms.items() if "|word-" in name}

    def _add(self, place, form, bytes_):
        self.forms[f"{place}|{form}"] = bytes_

    def _add_text(self, place, text):
        for at in range(0, len(text), WORD):
            word = text[at:at + WORD]
            self._add(place, f"word-{at // WORD}", word.encode())
            self._add(place, f"word-{at // WORD}-upper", word.upper().encode())
            self._add(place, f"word-{at // WORD}-wide", word.encode("utf-16-le"))
        self._add(place, "reversed", text[::-1].encode())
        self._add_encodings(place, text.encode())

    def _add_encodings(self, place, bytes_):
        for shift in range(3):
            for name, code in (("base64", base64.b64encode), ("base64-url", base64.urlsafe_b64encode)):
                self._add(place, f"{name}-{shift}", aligned(code, bytes_, shift))
        for name, hex_ in (("lower", bytes_.hex()), ("upper", bytes_.hex().upper())):
            self._add(place, f"hex-{name}", hex_.encode())
            pairs = [hex_[at:at + 2] for at in range(0, len(hex_), 2)]
            self._add(place, f"percent-{name}", "".join("%" + pair for pair in pairs).encode())
            self._add(place, f"escaped-{name}", "".join("\\u00" + pair for pair in pairs).encode())
        if (quoted := quote(bytes_, safe="")) != bytes_.decode():
            self._add(place, "quoted", quoted.encode())
        self._add_digests(place, bytes_)

    def _add_digests(self, place, bytes_):
        for kind in DIGESTS:
            digest = hashlib.new(kind, bytes_).digest()
            self._add(place, kind, digest[:SHORT_DIGEST])
            self._add(place, f"{kind}-hex-lower", digest.hex()[:2 * SHORT_DIGEST].encode())
            self._add(place, f"{kind}-hex-upper", digest.hex().upper()[:2 * SHORT_DIGEST].encode())
            for shift in range(3):
                self._add(place, f"{kind}-base64-{shift}", aligned(base64.b64encode, digest[:12], shift))
                self._add(place, f"{kind}-base64-url-{shift}", aligned(base64.urlsafe_b64encode, digest[:12], shift))


def aligned(code, bytes_, shift):
    """What is the same of the encoded bytes, whatever stands before and behind, where `shift` bytes stand before."""
    whole = (shift + len(bytes_)) // 3 * 4
    return code(b"\0" * shift + bytes_)[(0, 2, 3)[shift]:whole]
