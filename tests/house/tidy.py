#!/usr/bin/env python3
"""Runs clang-tidy over the sources of engine, rules and server, with the list of checks in .clang-tidy.

  tidy.py BUILD_FOLDER     (one with a compile_commands.json)

A file that was clean is not looked at again until it, a header of ours that it includes, or the list changes."""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def with_headers(path, seen):
    """The file and all headers of ours that it includes, directly or not."""
    if path not in seen and path.is_file():
        seen.add(path)
        for header in INCLUDE.findall(path.read_bytes()):
            with_headers(ROOT / header.decode(), seen)
    return seen


def stamp_of(source, stamps):
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for path in sorted(with_headers(source, set())):
        digest.update(path.read_bytes())
    return stamps / digest.hexdigest()


def check(source, build, program):
    """What is wrong with the file; empty where nothing is."""
    told = subprocess.run(["nice", program, "-p", str(build), "--quiet", str(source)], cwd=ROOT,
                          capture_output=True, text=True)
    wrong = [line for line in told.stdout.splitlines() if re.search(r": (error|warning): ", line)]
    if told.returncode and not wrong:
        wrong = [f"{source}: {program} failed: {told.stderr.strip()[-500:]}"]
    return wrong


def main(build):
    program = "clang-tidy-14"
    stamps = build / "tidy"
    stamps.mkdir(exist_ok=True)
    commands = json.loads((build / "compile_commands.json").read_text())
    sources = sorted({Path(command["file"]) for command in commands})
    ours = [s for s in sources if s.is_relative_to(ROOT) and s.relative_to(ROOT).parts[0] in ("engine", "rules", "server")]
    waiting = [(source, stamp) for source in ours if not (stamp := stamp_of(source, stamps)).exists()]
    wrong = []

    def work(item):
        source, stamp = item
        found = check(source, build, program)
        if not found:
            stamp.touch()
        wrong.extend(found)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, waiting))
    print("\n".join(sorted(set(wrong))) or f"clean: {len(waiting)} files checked, {len(ours) - len(waiting)} unchanged")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
