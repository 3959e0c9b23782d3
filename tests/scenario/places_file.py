"""A small writer of MaxMind DB files (`.mmdb`), in the shapes of several publishers and in shapes of none.

By hand, to renew what the fuzzer starts from:  python3 places_file.py ../fuzz/corpus/place_file"""

import ipaddress
import struct
import sys
from pathlib import Path

MARK = b"\xab\xcd\xefMaxMind.com"
DOUBLE, UINT16, UINT32, UINT64, LIST, BOOLEAN = 3, 5, 6, 9, 11, 14


class Number:
    def __init__(self, kind, value, size):
        self.kind, self.value, self.size = kind, value, size


def uint16(value):
    return Number(UINT16, value, 2)


def uint32(value):
    return Number(UINT32, value, 4)


def control(kind, size):
    """The bytes before a value."""
    more = b""
    if size >= 65821:
        size, more = 31, (size - 65821).to_bytes(3, "big")
    elif size >= 285:
        size, more = 30, (size - 285).to_bytes(2, "big")
    elif size >= 29:
        size, more = 29, (size - 29).to_bytes(1, "big")
    return (bytes([size, kind - 7]) if kind > 7 else bytes([kind << 5 | size])) + more


def encode(value):
    if isinstance(value, bytes):  # written already
        return value
    if isinstance(value, str):
        return control(2, len(value.encode())) + value.encode()
    if isinstance(value, bool):
        return control(BOOLEAN, int(value))
    if isinstance(value, float):
        return control(DOUBLE, 8) + struct.pack(">d", value)
    if isinstance(value, Number):
        return control(value.kind, value.size) + value.value.to_bytes(value.size, "big")
    if isinstance(value, list):
        return control(LIST, len(value)) + b"".join(map(encode, value))
    return control(7, len(value)) + b"".join(encode(key) + encode(child) for key, child in value.items())


def pointer(to):
    return bytes([1 << 5 | 3 << 3]) + to.to_bytes(4, "big")


def build(networks, version=6, bits=24, metadata=None):
    """The bytes of a file; `networks` maps CIDRs to values. IPv4 stands below ::/96 where the version is 6."""
    nodes, data, places = [[None, None]], b"", {}
    for text, value in networks.items():
        network = ipaddress.ip_network(text)
        encoded = encode(value)
        if encoded not in places:
            places[encoded] = len(data)
            data += encoded
        lead = 96 if version == 6 and network.version == 4 else 0
        number, length = int(network.network_address), network.max_prefixlen
        path = [0] * lead + [number >> (length - 1 - i) & 1 for i in range(network.prefixlen)]
        node = 0
        for bit in path[:-1]:
            if nodes[node][bit] is None:
                nodes.append([None, None])
                nodes[node][bit] = len(nodes) - 1
            node = nodes[node][bit]
        nodes[node][path[-1]] = ("data", places[encoded])

    def record(entry):
        if entry is None:
            return len(nodes)
        return entry if isinstance(entry, int) else len(nodes) + 16 + entry[1]

    tree = b"".join(pack(record(left), record(right), bits) for left, right in nodes)
    told = {"binary_format_major_version": uint16(2), "binary_format_minor_version": uint16(0),
            "build_epoch": Number(UINT64, 1_700_000_000, 8), "database_type": "Test", "description": {"en": "Test"},
            "ip_version": uint16(version), "languages": ["en"], "node_count": uint32(len(nodes)),
            "record_size": uint16(bits), **(metadata or {})}
    return tree + bytes(16) + data + MARK + encode(told)


def pack(left, right, bits):
    if bits == 28:
        middle = (left >> 24) << 4 | right >> 24
        return (left & 0xFFFFFF).to_bytes(3, "big") + bytes([middle]) + (right & 0xFFFFFF).to_bytes(3, "big")
    return left.to_bytes(bits // 8, "big") + right.to_bytes(bits // 8, "big")


def city(country, subdivision, name):
    """As MaxMind writes it."""
    return {"city": {"geoname_id": uint32(1), "names": {"de": "Stadt", "en": name}},
            "country": {"geoname_id": uint32(2), "is_in_european_union": True, "iso_code": country,
                        "names": {"en": "Country"}},
            "location": {"accuracy_radius": uint16(20), "latitude": 52.5, "longitude": 13.4},
            "registered_country": {"iso_code": "US"},
            "subdivisions": [{"iso_code": subdivision, "names": {"en": "Part"}}, {"iso_code": "X"}]}


def lists(depth):
    """A list in a list in a list …"""
    return encode([b""])[:2] * depth + encode("end")


NETWORKS = {
    "9.9.9.0/24": city("DE", "BE", "Berlin"),
    "9.9.7.0/24": city("DE", "BB", "Frankfurt (Oder)"),
    "8.8.0.0/16": {"country_code": "AU"},
    "8.9.0.0/16": {"country": "fr", "city": "Lyon", "region": "Auvergne"},
    "8.10.0.0/16": {"country_code": "US", "region_code": "US-CA", "city": "Los Angeles (Sawtelle)"},
    "11.0.0.0/8": city("XX", "BE", "Nowhere"),
    "12.0.0.0/8": city("DE", "QQQQQQQ", ""),
    "13.0.0.0/8": {"country": ["DE"], "city": {"names": ["Berlin"]}, "subdivisions": {"0": {"iso_code": "BE"}}},
}
SIX = {"2a00:1450:4001::/48": city("NL", "NH", "Amsterdam"), "2a02::/16": {"country_code": "GB"}}

SAMPLES = {
    "city-24.mmdb": build({**NETWORKS, **SIX}),
    "city-28.mmdb": build({**NETWORKS, **SIX}, bits=28),
    "city-32.mmdb": build({**NETWORKS, **SIX}, bits=32),
    "only-ipv4.mmdb": build(NETWORKS, version=4),
    "shared.mmdb": build({"9.9.9.0/24": b"\xe1" + encode("country_code") + pointer(19), "8.8.0.0/16": "DE"}),
    "nested-too-deep.mmdb": build({"9.9.9.0/24": {"a": lists(40), "country_code": "DE"}}),
    "points-at-itself.mmdb": build({"9.9.9.0/24": pointer(0)}),
    "points-outside.mmdb": build({"9.9.9.0/24": {"country_code": pointer(1 << 20)}}),
    "nested-metadata.mmdb": build(NETWORKS, metadata={"aa": lists(40)}),
    "too-many-nodes.mmdb": build(NETWORKS, metadata={"node_count": uint32(1 << 31)}),
}

if __name__ == "__main__":
    for name, content in SAMPLES.items():
        (Path(sys.argv[1]) / name).write_bytes(content)
