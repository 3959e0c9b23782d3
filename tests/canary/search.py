"""Where marks are: in what a process can write, in files, in answers. The one place that looks for them."""

import os
import subprocess
from pathlib import Path

from house import ROOT, until

FIND_MARKS = os.environ.get("PASSERBY_FIND_MARKS", str(ROOT / "build/dev/tests/canary/find_marks"))
TOLD = 12  # of what was found


class Found:
    """A mark in one of its forms: of which place it is, where it was met, what stands around it."""

    def __init__(self, line):
        self.name, self.where, self.address, self.around = line.split("\t", 3)
        self.place = self.name.split("|")[0]

    def __repr__(self):
        return f"\n  {self.name} in {self.where} at {self.address}: {self.around}"


def may_look():
    """Whether the memory of other processes may be read here."""
    return os.access("/proc/1/mem", os.R_OK)


def find(forms, *where):
    lines = "".join(f"{name} {bytes_.hex()}\n" for name, bytes_ in forms.items())
    told = subprocess.run([FIND_MARKS, *map(str, where)], input=lines, capture_output=True, text=True, errors="replace",
                          check=True)
    return [Found(line) for line in told.stdout.split("\n") if line]


def in_memory(forms, process):
    """In all that the process can write, and in what the system tells of it."""
    told = [f"/proc/{process}/{name}" for name in ("environ", "cmdline", "comm", "status", "limits")]
    told += [str(path / "comm") for path in Path(f"/proc/{process}/task").iterdir()]
    return find(forms, "--process", process, *told)


def in_files(forms, *folders):
    return find(forms, *(path for folder in folders for path in Path(folder).rglob("*") if path.is_file()))


def until_forgotten(forms, process, what, patience=5):
    """Once an idle server has had its moment, nothing is left; else says what and where."""
    found = []

    def is_clean():
        found[:] = in_memory(forms, process)
        return not found
    try:
        until(is_clean, what, patience)
    except AssertionError:
        raise AssertionError(f"after {what} the server still holds {len(found)}: {found[:TOLD]}") from None
