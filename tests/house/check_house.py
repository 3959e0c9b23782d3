#!/usr/bin/env python3
"""The rules of the house that a compiler does not check: which folder may include which, which library
has which one door, how long a file may be. Run from the root with the name of one check, or none for all.
Prints each breach as FILE:LINE: what is wrong, and exits 1 if there is any."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What each folder may include of ours, beside itself. The longest matching folder counts.
MAY_INCLUDE = {
    "engine": [],
    "rules": ["engine"],
    "server": ["server", "rules", "engine"],
    "server/problem": [],
    "server/http": ["server/problem"],
    "server/wire": ["server/problem", "rules", "engine"],
    "server/live": ["rules", "engine"],
    "server/place": [],
    "server/api": ["server/problem", "server/http", "server/wire", "server/live", "server/place", "rules", "engine"],
    "server/cli": ["server/api", "server/wire", "server/live", "server/options.hpp", "rules", "engine"],
    "bench": ["bench", "tests", "server", "rules", "engine"],
    "tests": ["tests", "bench", "server", "rules", "engine"],
    "tests/reference": [],  # the oracle judges the rest, so it may use none of it
}

# Each library of others has one door: (its headers, the files that may include them, both as patterns).
# A library that has no row here has no door, and may not be used.
DOORS = [
    (r"boost/asio/.*", r"server/(http/[^/]+|app\.cpp)|tests/fuzz/http_request\.cpp"),
    (r"boost/beast/.*", r"tests/fuzz/http_request\.cpp"),
    (r"simdjson\.h", r"server/wire/[^/]+\.cpp"),
    (r"CLI/.*", r"server/cli/[^/]+\.cpp|bench/load/options\.cpp"),
    (r"maxminddb\.h", r"server/place/atlas\.cpp"),
    (r"dirent\.h", r"rules/folder\.cpp"),
    (r"openssl/(ssl|err|pem|crypto|x509|x509v3)\.h", r"(tests/)?server/http/tls[^/]*\.cpp|bench/load/tls[^/]*\.cpp"),
    (r"openssl/(evp|sha)\.h", r"(rules|tests/canary/leaking)/[^/]+\.cpp"),
    (r"fmt/.*", r"(rules|server|bench|tests)/.*"),
    (r"(yaml-cpp|nlohmann|date)/.*", r"tests/reference/[^/]+\.cpp"),  # the oracle alone
    (r"gtest/.*", r"tests/.*"),
    (r"benchmark/.*", r"bench/.*"),
    (r"roaring/.*", r"bench/peers/.*"),
]
# The system's own headers: those who touch files, sockets or the process itself.
SYSTEM = (r"(sys|netinet|arpa)/.*|(unistd|poll|fcntl|netdb|stdlib|string|malloc)\.h", r"(server|bench|tests)/.*")

LINES_MAX = 450
CODE = (".cpp", ".hpp")


def tracked(*suffixes):
    """Files of the project, also those not committed yet, but nothing that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in listed if name.endswith(suffixes) and (ROOT / name).is_file()]


def lines(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace").split("\n")


def includes():
    """(file, line number, header, whether in quotes) of every include."""
    for name in tracked(*CODE):
        for number, line in enumerate(lines(name), 1):
            if found := re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line):
                yield name, number, found[2], found[1] == '"'


def room(path):
    """The longest folder of MAY_INCLUDE that holds the path."""
    fitting = [folder for folder in MAY_INCLUDE if path.startswith(folder + "/")]
    return max(fitting, key=len, default=None)


def floor_plan():
    for name, number, header, ours in includes():
        here = room(name)
        if here is None or not ours:
            continue
        if not (ROOT / header).exists():
            yield f"{name}:{number}: `{header}` is not a path from the root"
        elif not any(header == door or header.startswith(door + "/") for door in MAY_INCLUDE[here] + [here]):
            yield f"{name}:{number}: {here} may not include `{header}`"


def one_door():
    for name, number, header, ours in includes():
        if ours or not ("/" in header or "." in header):
            continue
        door = next((files for headers, files in [*DOORS, SYSTEM] if re.fullmatch(headers, header)), None)
        if door is None:
            yield f"{name}:{number}: `{header}` has no door in this house"
        elif not re.fullmatch(door, name):
            yield f"{name}:{number}: `{header}` has one door: {door}"


def rooms_have_docs():
    """Each top folder says what it is in a document of its own; each source file opens by saying so."""
    docs = {"rules": "LANGUAGE.md", "server": "API.md", "bench": "README.md", "deploy": "OPERATIONS.md"}
    for folder, document in docs.items():
        if (ROOT / folder).is_dir() and not (ROOT / folder / document).exists():
            yield f"{folder}: has no {document}"
    for document in ("README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        if not (ROOT / document).exists():
            yield f"{document}: is missing"
    for name in tracked(".hpp"):
        if not lines(name)[0].startswith("//"):
            yield f"{name}:1: a header opens with what it is"


def short_files():
    for name in tracked(*CODE, ".py", ".sh", ".ts", ".js"):
        if (count := len(lines(name))) > LINES_MAX and not name.endswith("_table.cpp"):
            yield f"{name}: {count} lines; is there a noun in it that wants a file of its own?"


def nothing_left_for_later():
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    for name in tracked(*CODE, ".py", ".sh", ".md", ".txt", ".cmake", ".yaml"):
        for number, line in enumerate(lines(name), 1):
            if later.search(line):
                yield f"{name}:{number}: left for later: {line.strip()[:80]}"


def clean_format():
    files = [name for name in tracked(*CODE) if not name.endswith("_table.cpp")]
    program = next((p for p in ("clang-format-14", "clang-format") if have(p)), None)
    if program is None:
        yield "clang-format-14 is not installed"
        return
    told = subprocess.run([program, "--dry-run", *files], cwd=ROOT, capture_output=True, text=True).stderr
    yield from sorted({line.split(": ")[0] + ": not as clang-format lays it out"
                       for line in told.splitlines() if "-Wclang-format-violations" in line})


def have(program):
    return subprocess.run(["which", program], capture_output=True).returncode == 0


CHECKS = [floor_plan, one_door, rooms_have_docs, short_files, nothing_left_for_later, clean_format]


def main(wanted):
    checks = [check for check in CHECKS if not wanted or check.__name__ in wanted]
    if len(checks) < len(wanted):
        sys.exit(f"no such check; there are: {', '.join(check.__name__ for check in CHECKS)}")
    breaches = [breach for check in checks for breach in check()]
    print("\n".join(breaches) or "in order")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
