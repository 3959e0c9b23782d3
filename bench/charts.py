#!/usr/bin/env python3
"""Draws match.json: charts.py MATCH.json FOLDER writes match-time.svg, match-latency.svg, match-memory.svg."""

import json
import sys
from pathlib import Path

from svg import BOTTOM, COLOURS, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, Logarithmic, counted, nanoseconds

# What a decision must at least touch, whatever the number of rules: about 5 KB from the second-level cache,
# the texts of the request turned into ids, some ten mispredicted branches.
LIMIT_NS = 115

# (what, who, workload), name, dashes; the order gives the colours.
LINES = [
    (("decision", "passerby", "dense"), "passerby: decision", ""),
    (("decision", "passerby", "sparse"), "passerby: decision, sparse", "2 3"),
    (("decision", "passerby", "flat"), "passerby: decision, flat", "7 3"),
    (("find_all", "passerby", "dense"), "passerby: all matches", ""),
    (("find_all", "croaring", "dense"), "CRoaring: all matches", ""),
    (("find_all", "growthbook", "dense"), "GrowthBook: all matches", ""),
    (("find_all", "json-rules-engine", "dense"), "json-rules-engine: all matches", ""),
]
COLOUR_OF = {key: COLOURS[number] for number, (key, _, _) in enumerate(LINES)}


def rows_by(rows, key):
    return sorted((row for row in rows if (row["what"], row["who"], row.get("workload")) == key),
                  key=lambda row: row["rules"])


def axis_of(values, first_pixel, last_pixel, room=1.3):
    return Logarithmic(min(values) / room, max(values) * room, first_pixel, last_pixel)


def time_over_rules(results, path):
    lines = [(key, name, dash, rows_by(results["rows"], key)) for key, name, dash in LINES]
    lines = [line for line in lines if line[3]]
    every = [row for line in lines for row in line[3]]
    x_axis = axis_of([row["rules"] for row in every], LEFT, WIDTH - RIGHT)
    y_axis = axis_of([row["p50_ns"] for row in every] + [LIMIT_NS], HEIGHT - BOTTOM, TOP, 1.5)
    chart = Chart("Time over rules", "median of one call; dense unless said", results["machine"],
                  "rules", "time of one call")
    chart.axes(x_axis, y_axis, counted, nanoseconds, sorted({row["rules"] for row in every}))
    chart.line(LEFT, y_axis.pixel(LIMIT_NS), WIDTH - RIGHT, y_axis.pixel(LIMIT_NS), "limit")
    chart.text(LEFT + 8, y_axis.pixel(LIMIT_NS) - 5, "what any decision must touch: about 115 ns", "limit-text")
    names = []
    for key, name, dash, rows in lines:
        points = [(x_axis.pixel(row["rules"]), y_axis.pixel(row["p50_ns"])) for row in rows]
        chart.curve(points, COLOUR_OF[key], dash)
        chart.dots(points, COLOUR_OF[key])
        names.append((points[-1][1], name, COLOUR_OF[key]))
    chart.names(names)
    chart.write(path)


def latency(results, path):
    """From the fastest to the slowest call: the further right, the rarer."""
    rows = [row for row in rows_by(results["rows"], ("decision", "passerby", "dense")) if "quantiles_ns" in row]
    rows += [row for row in rows_by(results["rows"], ("decision", "passerby", "sparse"))[-1:] if "quantiles_ns" in row]
    if not rows:
        return

    def rarity(share):  # one call in so many is slower
        return 1 / (1 - min(share, 0.9999))

    def points_of(row):
        return [(float(share), time) for share, time in row["quantiles_ns"].items() if float(share) <= 0.999]

    every = [time for row in rows for _, time in points_of(row)]
    x_axis = Logarithmic(1, rarity(0.999), LEFT, WIDTH - RIGHT)
    y_axis = axis_of(every, HEIGHT - BOTTOM, TOP)
    chart = Chart("Latency of a decision", f"every call timed, {rows[0]['contexts']:,} contexts, strings included", results["machine"],
                  "share of calls that are faster", "time of one call")
    chart.axes(x_axis, y_axis, lambda tick: f"{100 * (1 - 1 / tick):.4g} %", nanoseconds, [2, 10, 100, 1000])
    names = []
    for number, row in enumerate(rows):
        points = [(x_axis.pixel(rarity(share)), y_axis.pixel(time)) for share, time in points_of(row)]
        chart.curve(points, COLOURS[number])
        names.append((points[-1][1], f"{counted(row['rules'])} rules, {row['workload']}", COLOURS[number]))
    chart.names(names)
    chart.write(path)


def memory(results, path):
    wanted = [("find_all", "passerby", "dense"), ("find_all", "croaring", "dense"), ("find_all", "passerby", "sparse"),
              ("find_all", "croaring", "sparse")]
    groups = [(key, [row for row in rows_by(results["rows"], key) if "bytes_per_rule" in row]) for key in wanted]
    groups = [(key, rows) for key, rows in groups if rows]
    if not groups:
        return
    sizes = sorted({row["rules"] for _, rows in groups for row in rows})
    top = max(row["bytes_per_rule"] for _, rows in groups for row in rows) * 1.1
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    chart = Chart("Memory", "what the heap keeps; ours with names, contents and all that why and explain need, CRoaring with bitmaps only", results["machine"],
                  "rules", "bytes a rule")
    step = 10 ** (len(str(int(top))) - 1)
    for tick in range(0, int(top) + 1, max(step // 2 if top / step < 4 else step, 1)):
        y = bottom - tick / top * (bottom - TOP)
        chart.line(LEFT, y, right, y, "grid")
        chart.text(LEFT - 8, y + 4, str(tick), anchor="end")
    chart.line(LEFT, bottom, right, bottom, "axis")
    chart.text((LEFT + right) / 2, HEIGHT - 14, chart.x_label, anchor="middle")
    chart.text(20, (TOP + bottom) / 2, chart.y_label, anchor="middle", turn="-90")
    place = (right - LEFT) / len(sizes)
    width = place * 0.8 / len(groups)
    for slot, rules in enumerate(sizes):
        chart.text(LEFT + place * (slot + 0.5), bottom + 20, counted(rules), anchor="middle")
        for number, (_, rows) in enumerate(groups):
            for row in rows:
                if row["rules"] == rules:
                    height = row["bytes_per_rule"] / top * (bottom - TOP)
                    x = LEFT + place * slot + place * 0.1 + width * number
                    chart.bar(x, bottom - height, width - 2, height, COLOURS[number])
                    chart.text(x + width / 2 - 1, bottom - height - 4, f"{row['bytes_per_rule']:.0f}", "small", "middle")
    chart.names([(TOP + 18 * number, f"{'CRoaring' if key[1] == 'croaring' else key[1]}, {key[2]}", COLOURS[number])
                 for number, (key, _) in enumerate(groups)])
    chart.write(path)


def main(source, folder):
    results = json.loads(Path(source).read_text(encoding="utf-8"))
    folder = Path(folder)
    time_over_rules(results, folder / "match-time.svg")
    latency(results, folder / "match-latency.svg")
    memory(results, folder / "match-memory.svg")


if __name__ == "__main__":
    main(*sys.argv[1:])
