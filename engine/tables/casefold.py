#!/usr/bin/env python3
"""Makes engine/casefold_table.inc from the Unicode Character Database.

    python3 engine/tables/casefold.py [CaseFolding.txt] > engine/casefold_table.inc

Takes the simple foldings (statuses C and S) beyond ASCII. The default input is where Debian's package
`unicode-data` puts it.
"""
import sys

PAGE = 256


def read_foldings(path):
    version, foldings = "", {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not version:
                version = line.lstrip("# ").strip()
            fields = [field.strip() for field in line.split("#")[0].split(";")]
            if len(fields) >= 3 and fields[1] in "CS":
                foldings[int(fields[0], 16)] = int(fields[2], 16)
    return version, foldings


def find_runs(foldings):
    """Neighbours in one page with the same distance, each or every second one."""
    runs = []
    for point in sorted(foldings):
        distance = foldings[point] - point
        if runs:
            first, last, run_distance, stride = runs[-1]
            step = point - last
            fits = step == stride or (first == last and step in (1, 2))
            if fits and distance == run_distance and point // PAGE == first // PAGE:
                runs[-1] = (first, point, distance, step)
                continue
        runs.append((point, point, distance, 1))
    return runs


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode/CaseFolding.txt"
    version, foldings = read_foldings(path)
    runs = find_runs({point: to for point, to in foldings.items() if point >= 0x80})
    print(f"// Made by engine/tables/casefold.py from {version}. Do not edit.")
    print("constexpr Run runs[] = {")
    for first, last, distance, stride in runs:
        print(f"    {{0x{first:04X}, 0x{last:04X}, {distance}, {stride}}},")
    print("};")
    pages = runs[-1][1] // PAGE + 1
    starts = [sum(1 for run in runs if run[0] // PAGE < page) for page in range(pages + 1)]
    print("constexpr std::uint16_t page_starts[] = {")
    for i in range(0, len(starts), 20):
        print("    " + ", ".join(map(str, starts[i:i + 20])) + ",")
    print("};")


main()
